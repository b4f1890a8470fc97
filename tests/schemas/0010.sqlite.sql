BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE alerts (
	channel VARCHAR(20) NOT NULL, 
	sender VARCHAR(80) NOT NULL, 
	subject VARCHAR(80) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	timezone VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_alerts PRIMARY KEY (channel, sender, subject)
);
INSERT INTO "alerts" VALUES('telegram','1-sender','1-subject','1-langua','1-timezone');
INSERT INTO "alerts" VALUES('telegram','2-sender','2-subject','2-langua','2-timezone');
INSERT INTO "alerts" VALUES('telegram','3-sender','3-subject','3-langua','3-timezone');
CREATE TABLE "appointments" (
	reference VARCHAR(10) NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	sender VARCHAR(80) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	start DATETIME NOT NULL, 
	minutes INTEGER NOT NULL, 
	consultant VARCHAR(40) NOT NULL, 
	name TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	timezone VARCHAR(40) NOT NULL, 
	note TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	coming VARCHAR(12) NOT NULL, 
	sequence INTEGER NOT NULL, 
	synced BOOLEAN NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_appointments PRIMARY KEY (reference)
);
INSERT INTO "appointments" VALUES('1-referenc','telegram','1-sender','1-kind','2026-11-20 11:00:00.000000',1,'1-consultant','1-name','1-phone','1-langua','1-timezone','1-note','1-summary','booked','1-coming',1,0,'2026-11-20 11:00:00.000000');
INSERT INTO "appointments" VALUES('2-referenc','telegram','2-sender','2-kind','2026-11-20 12:00:00.000000',2,'2-consultant','2-name','2-phone','2-langua','2-timezone','2-note','2-summary','booked','2-coming',2,1,'2026-11-20 12:00:00.000000');
INSERT INTO "appointments" VALUES('3-referenc','telegram','3-sender','3-kind','2026-11-20 13:00:00.000000',3,'3-consultant','3-name','3-phone','3-langua','3-timezone','3-note','3-summary','booked','3-coming',3,0,'2026-11-20 13:00:00.000000');
CREATE TABLE "callbacks" (
	id INTEGER NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	sender VARCHAR(80) NOT NULL, 
	name TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	wanted TEXT NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	timezone VARCHAR(40) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_callbacks PRIMARY KEY (id)
);
INSERT INTO "callbacks" VALUES(1,'telegram','1-sender','1-name','1-phone','1-wanted','1-langua','1-timezone','booked','2026-11-20 11:00:00.000000');
INSERT INTO "callbacks" VALUES(2,'telegram','2-sender','2-name','2-phone','2-wanted','2-langua','2-timezone','booked','2026-11-20 12:00:00.000000');
INSERT INTO "callbacks" VALUES(3,'telegram','3-sender','3-name','3-phone','3-wanted','3-langua','3-timezone','booked','2026-11-20 13:00:00.000000');
CREATE TABLE conversations (
	channel VARCHAR(20) NOT NULL, 
	sender VARCHAR(80) NOT NULL, 
	state TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_conversations PRIMARY KEY (channel, sender)
);
INSERT INTO "conversations" VALUES('telegram','1-sender','{"language": "es", "flow": "eligibility"}',1,'2026-11-20 11:00:00.000000');
INSERT INTO "conversations" VALUES('telegram','2-sender','{"language": "es", "flow": "eligibility"}',2,'2026-11-20 12:00:00.000000');
INSERT INTO "conversations" VALUES('telegram','3-sender','{"language": "es", "flow": "eligibility"}',3,'2026-11-20 13:00:00.000000');
CREATE TABLE deliveries (
	news VARCHAR(80) NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	sender VARCHAR(80) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	timezone VARCHAR(40) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_deliveries PRIMARY KEY (news, channel, sender)
);
INSERT INTO "deliveries" VALUES('1-news','telegram','1-sender','1-langua','1-timezone','booked','2026-11-20 11:00:00.000000');
INSERT INTO "deliveries" VALUES('2-news','telegram','2-sender','2-langua','2-timezone','booked','2026-11-20 12:00:00.000000');
INSERT INTO "deliveries" VALUES('3-news','telegram','3-sender','3-langua','3-timezone','booked','2026-11-20 13:00:00.000000');
CREATE TABLE handoffs (
	id VARCHAR(80) NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	sender VARCHAR(80) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	topics TEXT NOT NULL, 
	chat VARCHAR(40) NOT NULL, 
	topic VARCHAR(40) NOT NULL, 
	root VARCHAR(40) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	answered BOOLEAN NOT NULL, 
	raised INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	last DATETIME NOT NULL, 
	CONSTRAINT pk_handoffs PRIMARY KEY (id)
);
INSERT INTO "handoffs" VALUES('1-id','telegram','1-sender','1-langua','1-topics','1-chat','1-topic','1-root','open',0,1,'2026-11-20 11:00:00.000000','2026-11-20 11:00:00.000000');
INSERT INTO "handoffs" VALUES('2-id','telegram','2-sender','2-langua','2-topics','2-chat','2-topic','2-root','open',1,2,'2026-11-20 12:00:00.000000','2026-11-20 12:00:00.000000');
INSERT INTO "handoffs" VALUES('3-id','telegram','3-sender','3-langua','3-topics','3-chat','3-topic','3-root','open',0,3,'2026-11-20 13:00:00.000000','2026-11-20 13:00:00.000000');
CREATE TABLE helpful (
	topic VARCHAR(80) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	version VARCHAR(16) NOT NULL, 
	yes INTEGER NOT NULL, 
	no INTEGER NOT NULL, 
	CONSTRAINT pk_helpful PRIMARY KEY (topic, language, version)
);
INSERT INTO "helpful" VALUES('1-topic','1-langua','1-version',1,1);
INSERT INTO "helpful" VALUES('2-topic','2-langua','2-version',2,2);
INSERT INTO "helpful" VALUES('3-topic','3-langua','3-version',3,3);
CREATE TABLE "keys" (
	week VARCHAR(10) NOT NULL, 
	"key" TEXT NOT NULL, 
	CONSTRAINT pk_keys PRIMARY KEY (week)
);
INSERT INTO "keys" VALUES('1-week','0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "keys" VALUES('2-week','0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "keys" VALUES('3-week','0000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE mailings (
	news VARCHAR(80) NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_mailings PRIMARY KEY (news)
);
INSERT INTO "mailings" VALUES('1-news','booked','2026-11-20 11:00:00.000000');
INSERT INTO "mailings" VALUES('2-news','booked','2026-11-20 12:00:00.000000');
INSERT INTO "mailings" VALUES('3-news','booked','2026-11-20 13:00:00.000000');
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	channel VARCHAR(20) NOT NULL, 
	sender VARCHAR(80) NOT NULL, 
	subject VARCHAR(80) NOT NULL, 
	once VARCHAR(120), 
	body TEXT NOT NULL, 
	due DATETIME NOT NULL, 
	attempts INTEGER NOT NULL, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id)
);
INSERT INTO "outbox" VALUES(1,'1-kind','telegram','1-sender','1-subject','1-once','{"event": "booked"}','2026-11-20 11:00:00.000000',1,'2026-11-20 11:00:00.000000');
INSERT INTO "outbox" VALUES(2,'2-kind','telegram','2-sender','2-subject','2-once','{"event": "booked"}','2026-11-20 12:00:00.000000',2,'2026-11-20 12:00:00.000000');
INSERT INTO "outbox" VALUES(3,'3-kind','telegram','3-sender','3-subject','3-once','{"event": "booked"}','2026-11-20 13:00:00.000000',3,'2026-11-20 13:00:00.000000');
CREATE TABLE paces (
	name VARCHAR(20) NOT NULL, 
	next DATETIME NOT NULL, 
	CONSTRAINT pk_paces PRIMARY KEY (name)
);
INSERT INTO "paces" VALUES('1-name','2026-11-20 11:00:00.000000');
INSERT INTO "paces" VALUES('2-name','2026-11-20 12:00:00.000000');
INSERT INTO "paces" VALUES('3-name','2026-11-20 13:00:00.000000');
CREATE TABLE places (
	name VARCHAR(40) NOT NULL, 
	moved_to VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_places PRIMARY KEY (name)
);
INSERT INTO "places" VALUES('1-name','1-moved_to');
INSERT INTO "places" VALUES('2-name','2-moved_to');
INSERT INTO "places" VALUES('3-name','3-moved_to');
CREATE TABLE posts (
	chat VARCHAR(40) NOT NULL, 
	message VARCHAR(40) NOT NULL, 
	handoff VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_posts PRIMARY KEY (chat, message)
);
INSERT INTO "posts" VALUES('1-chat','1-message','1-handoff');
INSERT INTO "posts" VALUES('2-chat','2-message','2-handoff');
INSERT INTO "posts" VALUES('3-chat','3-message','3-handoff');
CREATE TABLE questions (
	id INTEGER NOT NULL, 
	person VARCHAR(64) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	text TEXT NOT NULL, 
	outcome VARCHAR(12) NOT NULL, 
	topic VARCHAR(80) NOT NULL, 
	kept BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_questions PRIMARY KEY (id)
);
INSERT INTO "questions" VALUES(1,'1-person','1-langua','1-text','1-outcome','1-topic',0,'2026-11-20 11:00:00.000000');
INSERT INTO "questions" VALUES(2,'2-person','2-langua','2-text','2-outcome','2-topic',1,'2026-11-20 12:00:00.000000');
INSERT INTO "questions" VALUES(3,'3-person','3-langua','3-text','3-outcome','3-topic',0,'2026-11-20 13:00:00.000000');
CREATE TABLE seals (
	name VARCHAR(32) NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_seals PRIMARY KEY (name)
);
CREATE TABLE spent (
	person VARCHAR(64) NOT NULL, 
	used TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_spent PRIMARY KEY (person)
);
INSERT INTO "spent" VALUES('1-person','1-used','2026-11-20 11:00:00.000000');
INSERT INTO "spent" VALUES('2-person','2-used','2026-11-20 12:00:00.000000');
INSERT INTO "spent" VALUES('3-person','3-used','2026-11-20 13:00:00.000000');
CREATE TABLE "updates" (
	channel VARCHAR(20) NOT NULL, 
	update_id VARCHAR(80) NOT NULL, 
	sender VARCHAR(80) NOT NULL, 
	replies TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	private BOOLEAN NOT NULL, 
	arrived INTEGER NOT NULL, 
	CONSTRAINT pk_updates PRIMARY KEY (channel, update_id)
);
INSERT INTO "updates" VALUES('telegram','1-update_id','1-sender','[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]','2026-11-20 11:00:00.000000',0,1);
INSERT INTO "updates" VALUES('telegram','2-update_id','2-sender','[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]','2026-11-20 12:00:00.000000',1,2);
INSERT INTO "updates" VALUES('telegram','3-update_id','3-sender','[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]','2026-11-20 13:00:00.000000',0,3);
CREATE TABLE waiting (
	channel VARCHAR(20) NOT NULL, 
	update_id VARCHAR(80) NOT NULL, 
	body TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_waiting PRIMARY KEY (channel, update_id)
);
INSERT INTO "waiting" VALUES('telegram','1-update_id','{"event": "booked"}','2026-11-20 11:00:00.000000');
INSERT INTO "waiting" VALUES('telegram','2-update_id','{"event": "booked"}','2026-11-20 12:00:00.000000');
INSERT INTO "waiting" VALUES('telegram','3-update_id','{"event": "booked"}','2026-11-20 13:00:00.000000');
CREATE INDEX ix_conversations_at ON conversations (at);
CREATE INDEX ix_questions_person ON questions (person);
CREATE INDEX ix_questions_at ON questions (at);
CREATE INDEX ix_outbox_subject ON outbox (subject);
CREATE INDEX ix_outbox_due ON outbox (due);
CREATE INDEX ix_outbox_sender ON outbox (channel, sender);
CREATE UNIQUE INDEX ux_outbox_once ON outbox (once);
CREATE INDEX ix_handoffs_since ON handoffs (since);
CREATE INDEX ix_handoffs_sender ON handoffs (channel, sender);
CREATE INDEX ix_handoffs_topic ON handoffs (chat, topic);
CREATE INDEX ix_posts_handoff ON posts (handoff);
CREATE INDEX ix_updates_sender ON updates (channel, sender);
CREATE INDEX ix_updates_at ON updates (at);
CREATE INDEX ix_waiting_at ON waiting (at);
CREATE INDEX ix_alerts_subject ON alerts (subject);
CREATE INDEX ix_deliveries_sender ON deliveries (channel, sender);
CREATE INDEX ix_deliveries_state ON deliveries (state, at);
CREATE UNIQUE INDEX ux_appointments_slot ON appointments (consultant, start) WHERE state <> 'cancelled';
CREATE INDEX ix_appointments_start ON appointments (start);
CREATE INDEX ix_appointments_sender ON appointments (channel, sender);
CREATE INDEX ix_appointments_unsynced ON appointments (start) WHERE NOT synced;
CREATE INDEX ix_callbacks_created ON callbacks (created);
CREATE INDEX ix_callbacks_sender ON callbacks (channel, sender);
COMMIT;
