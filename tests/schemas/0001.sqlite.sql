BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
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
CREATE TABLE keys (
	week VARCHAR(10) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_keys PRIMARY KEY (week)
);
INSERT INTO "keys" VALUES('1-week','0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "keys" VALUES('2-week','0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "keys" VALUES('3-week','0000000000000000000000000000000000000000000000000000000000000000');
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
CREATE TABLE updates (
	channel VARCHAR(20) NOT NULL, 
	update_id VARCHAR(80) NOT NULL, 
	sender VARCHAR(80) NOT NULL, 
	replies TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_updates PRIMARY KEY (channel, update_id)
);
INSERT INTO "updates" VALUES('telegram','1-update_id','1-sender','[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]','2026-11-20 11:00:00.000000');
INSERT INTO "updates" VALUES('telegram','2-update_id','2-sender','[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]','2026-11-20 12:00:00.000000');
INSERT INTO "updates" VALUES('telegram','3-update_id','3-sender','[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]','2026-11-20 13:00:00.000000');
CREATE INDEX ix_conversations_at ON conversations (at);
CREATE INDEX ix_updates_at ON updates (at);
CREATE INDEX ix_updates_sender ON updates (channel, sender);
CREATE INDEX ix_questions_person ON questions (person);
CREATE INDEX ix_questions_at ON questions (at);
COMMIT;
