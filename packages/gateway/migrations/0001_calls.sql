CREATE TABLE "call_commands" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "call_commands_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"call_id" text NOT NULL,
	"command" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	"refused" text
);
--> statement-breakpoint
CREATE TABLE "call_statuses" (
	"room" text NOT NULL,
	"version" bigint NOT NULL,
	"call_id" text NOT NULL,
	"status" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "call_statuses_room_version_pk" PRIMARY KEY("room","version")
);
--> statement-breakpoint
CREATE TABLE "room_statuses" (
	"room" text PRIMARY KEY NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"written" bigint DEFAULT 0 NOT NULL,
	"next_gone_at" timestamp with time zone,
	"writer" text,
	"writing_until" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "ends_with_owner" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "muted" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "connected_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "call_commands" ADD CONSTRAINT "call_commands_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_statuses" ADD CONSTRAINT "call_statuses_room_rooms_name_fk" FOREIGN KEY ("room") REFERENCES "public"."rooms"("name") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "room_statuses" ADD CONSTRAINT "room_statuses_room_rooms_name_fk" FOREIGN KEY ("room") REFERENCES "public"."rooms"("name") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "call_commands_waiting" ON "call_commands" USING btree ("call_id") WHERE "call_commands"."done_at" is null;--> statement-breakpoint
CREATE INDEX "call_statuses_call" ON "call_statuses" USING btree ("room","call_id","version");