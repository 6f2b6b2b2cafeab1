CREATE TABLE "asterisk_leases" (
	"asterisk_id" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"epoch" bigint DEFAULT 1 NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_trail" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_trail_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" text PRIMARY KEY NOT NULL,
	"direction" text NOT NULL,
	"asterisk_id" text NOT NULL,
	"trunk" text,
	"caller" text,
	"called" text,
	"room" text,
	"status" text NOT NULL,
	"cause" text,
	"code" integer,
	"message" text,
	"ivr" jsonb,
	"revision" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"answered_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "legs" (
	"id" text PRIMARY KEY NOT NULL,
	"call_id" text NOT NULL,
	"kind" text NOT NULL,
	"channel_id" text NOT NULL,
	"bridge_id" text,
	"identity" text,
	"state" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "pin_attempts" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"level" double precision DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pin_attempts_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "rooms" (
	"name" text PRIMARY KEY NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"language" text NOT NULL,
	"pin_hash" text NOT NULL,
	"pin_encrypted" text NOT NULL,
	"livekit_sid" text,
	"finished_sid" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"opened_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "rooms_status" CHECK ("rooms"."status" in ('waiting', 'open', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "sip_credentials" (
	"sip_user" text NOT NULL,
	"sip_host" text NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"issued_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	CONSTRAINT "sip_credentials_sip_user_sip_host_pk" PRIMARY KEY("sip_user","sip_host")
);
--> statement-breakpoint
CREATE TABLE "sip_user_mappings" (
	"sip_user" text NOT NULL,
	"sip_password" text DEFAULT '' NOT NULL,
	"sip_host" text NOT NULL,
	"sip_port" integer DEFAULT 5060 NOT NULL,
	"sip_parameters" jsonb DEFAULT '{"transport":"udp"}'::jsonb NOT NULL,
	"sip_headers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"peer_type" integer DEFAULT 1 NOT NULL,
	"peer_id" bigint,
	"peer_str_id" text,
	"register" boolean DEFAULT true NOT NULL,
	"can_call" boolean DEFAULT true NOT NULL,
	"can_be_called" boolean DEFAULT true NOT NULL,
	CONSTRAINT "sip_user_mappings_sip_user_sip_host_pk" PRIMARY KEY("sip_user","sip_host"),
	CONSTRAINT "sip_user_mappings_port" CHECK ("sip_user_mappings"."sip_port" between 1 and 65535),
	CONSTRAINT "sip_user_mappings_peer" CHECK ("sip_user_mappings"."peer_id" is not null or coalesce("sip_user_mappings"."peer_str_id", '') <> '')
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_room_rooms_name_fk" FOREIGN KEY ("room") REFERENCES "public"."rooms"("name") ON DELETE set null ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "legs" ADD CONSTRAINT "legs_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sip_credentials" ADD CONSTRAINT "sip_credentials_sip_user_sip_host_sip_user_mappings_sip_user_sip_host_fk" FOREIGN KEY ("sip_user","sip_host") REFERENCES "public"."sip_user_mappings"("sip_user","sip_host") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "audit_trail_subject" ON "audit_trail" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "calls_live" ON "calls" USING btree ("asterisk_id") WHERE "calls"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "calls_room" ON "calls" USING btree ("room","created_at");--> statement-breakpoint
CREATE INDEX "legs_call" ON "legs" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "legs_channel" ON "legs" USING btree ("channel_id");--> statement-breakpoint
CREATE INDEX "pin_attempts_updated_at" ON "pin_attempts" USING btree ("updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "rooms_live_pin" ON "rooms" USING btree ("pin_hash") WHERE "rooms"."status" <> 'closed';--> statement-breakpoint
CREATE INDEX "sip_user_mappings_peer_id" ON "sip_user_mappings" USING btree ("peer_id");--> statement-breakpoint
CREATE INDEX "sip_user_mappings_peer_str_id" ON "sip_user_mappings" USING btree ("peer_str_id");--> statement-breakpoint
CREATE INDEX "webhook_events_received_at" ON "webhook_events" USING btree ("received_at");