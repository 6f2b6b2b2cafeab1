CREATE TABLE "owner_departures" (
	"room" text NOT NULL,
	"owner" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "owner_departures_room_owner_pk" PRIMARY KEY("room","owner")
);
--> statement-breakpoint
CREATE TABLE "nextcloud_calls" (
	"call_id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"options" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "nextcloud_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "participants" (
	"room" text NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"display_name" text DEFAULT '' NOT NULL,
	"pin_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "participants_room_actor_type_actor_id_pk" PRIMARY KEY("room","actor_type","actor_id")
);
--> statement-breakpoint
CREATE TABLE "sip_inbound_mappings" (
	"sip_username" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sip_outbound_caller_ids" (
	"channel_id" text PRIMARY KEY NOT NULL,
	"display_name" text,
	"username" text
);
--> statement-breakpoint
CREATE TABLE "sip_invites" (
	"asterisk_id" text NOT NULL,
	"call_id" text NOT NULL,
	"headers" jsonb NOT NULL,
	"sdp" text NOT NULL,
	"asked_for" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sip_invites_asterisk_id_call_id_pk" PRIMARY KEY("asterisk_id","call_id")
);
--> statement-breakpoint
CREATE TABLE "sip_trunks" (
	"id" text PRIMARY KEY NOT NULL,
	"domain" text NOT NULL,
	"transport" text DEFAULT 'udp' NOT NULL,
	"port" integer DEFAULT 5060 NOT NULL,
	"register" boolean DEFAULT true NOT NULL,
	"can_terminate" boolean DEFAULT true NOT NULL,
	"username" text DEFAULT '' NOT NULL,
	"password" text DEFAULT '' NOT NULL,
	"auth_id" text DEFAULT '' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp with time zone,
	"last_error" text,
	"last_error_at" timestamp with time zone,
	CONSTRAINT "sip_trunks_port" CHECK ("sip_trunks"."port" between 1 and 65535),
	CONSTRAINT "sip_trunks_transport" CHECK ("sip_trunks"."transport" in ('udp', 'tcp', 'tls'))
);
--> statement-breakpoint
CREATE TABLE "sip_trunk_registrations" (
	"asterisk_id" text NOT NULL,
	"trunk_id" text NOT NULL,
	"state" text NOT NULL,
	"code" integer,
	"message" text,
	"expires_at" timestamp with time zone,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sip_trunk_registrations_asterisk_id_trunk_id_pk" PRIMARY KEY("asterisk_id","trunk_id")
);
--> statement-breakpoint
DROP INDEX "callbacks_due";--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "project" text;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "handled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sip_trunk_registrations" ADD CONSTRAINT "sip_trunk_registrations_trunk_id_sip_trunks_id_fk" FOREIGN KEY ("trunk_id") REFERENCES "public"."sip_trunks"("id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "owner_departures_due_at" ON "owner_departures" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "nextcloud_calls_next_at" ON "nextcloud_calls" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "nextcloud_requests_received_at" ON "nextcloud_requests" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "participants_pin" ON "participants" USING btree ("pin_hash");--> statement-breakpoint
CREATE INDEX "sip_invites_at" ON "sip_invites" USING btree ("at");--> statement-breakpoint
CREATE INDEX "callbacks_due" ON "callbacks" USING btree ("endpoint_id","next_at","seq") WHERE "callbacks"."state" = 'waiting';