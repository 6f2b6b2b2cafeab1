CREATE TABLE "asterisk_objects" (
	"asterisk_id" text NOT NULL,
	"type" text NOT NULL,
	"id" text NOT NULL,
	CONSTRAINT "asterisk_objects_asterisk_id_type_id_pk" PRIMARY KEY("asterisk_id","type","id")
);
