CREATE TABLE "opentok_projects" (
	"api_key" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
