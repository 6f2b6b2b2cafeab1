CREATE TABLE "callback_endpoints" (
	"id" text PRIMARY KEY NOT NULL,
	"project" text DEFAULT '' NOT NULL,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"failing_since" timestamp with time zone,
	CONSTRAINT "callback_endpoints_url" UNIQUE("project","url")
);
--> statement-breakpoint
CREATE TABLE "callbacks" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "callbacks_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text DEFAULT gen_random_uuid() NOT NULL,
	"endpoint_id" text NOT NULL,
	"lane" text NOT NULL,
	"type" text NOT NULL,
	"body" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"give_up_at" timestamp with time zone NOT NULL,
	"holder" text,
	"held_until" timestamp with time zone,
	"hold" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_endpoint_id_callback_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."callback_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "callbacks_id" ON "callbacks" USING btree ("id");--> statement-breakpoint
CREATE INDEX "callbacks_lane" ON "callbacks" USING btree ("endpoint_id","lane","seq") WHERE "callbacks"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "callbacks_held" ON "callbacks" USING btree ("holder") WHERE "callbacks"."holder" is not null;--> statement-breakpoint
CREATE INDEX "callbacks_due" ON "callbacks" USING btree ("endpoint_id","next_at") WHERE "callbacks"."state" = 'waiting';