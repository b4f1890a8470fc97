SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.alerts (
    channel character varying(20) NOT NULL,
    sender character varying(80) NOT NULL,
    subject character varying(80) NOT NULL,
    language character varying(8) NOT NULL,
    timezone character varying(40) NOT NULL
);
CREATE TABLE public.appointments (
    reference character varying(10) NOT NULL,
    channel character varying(20) NOT NULL,
    sender character varying(80) NOT NULL,
    kind character varying(20) NOT NULL,
    start timestamp with time zone NOT NULL,
    minutes integer NOT NULL,
    consultant character varying(40) NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    language character varying(8) NOT NULL,
    timezone character varying(40) NOT NULL,
    note text NOT NULL,
    summary text NOT NULL,
    state character varying(12) NOT NULL,
    coming character varying(12) NOT NULL,
    sequence integer NOT NULL,
    synced boolean NOT NULL,
    created timestamp with time zone NOT NULL
);
CREATE TABLE public.callbacks (
    id integer NOT NULL,
    channel character varying(20) NOT NULL,
    sender character varying(80) NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    wanted text NOT NULL,
    language character varying(8) NOT NULL,
    timezone character varying(40) NOT NULL,
    state character varying(12) NOT NULL,
    created timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.callbacks_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.callbacks_id_seq OWNED BY public.callbacks.id;
CREATE TABLE public.conversations (
    channel character varying(20) NOT NULL,
    sender character varying(80) NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.deliveries (
    news character varying(80) NOT NULL,
    channel character varying(20) NOT NULL,
    sender character varying(80) NOT NULL,
    language character varying(8) NOT NULL,
    timezone character varying(40) NOT NULL,
    state character varying(12) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.handoffs (
    id character varying(80) NOT NULL,
    channel character varying(20) NOT NULL,
    sender character varying(80) NOT NULL,
    language character varying(8) NOT NULL,
    topics text NOT NULL,
    chat character varying(40) NOT NULL,
    topic character varying(40) NOT NULL,
    root character varying(40) NOT NULL,
    state character varying(12) NOT NULL,
    answered boolean NOT NULL,
    raised integer NOT NULL,
    since timestamp with time zone NOT NULL,
    last timestamp with time zone NOT NULL
);
CREATE TABLE public.helpful (
    topic character varying(80) NOT NULL,
    language character varying(8) NOT NULL,
    version character varying(16) NOT NULL,
    yes integer NOT NULL,
    no integer NOT NULL
);
CREATE TABLE public.keys (
    week character varying(10) NOT NULL,
    key text NOT NULL
);
CREATE TABLE public.mailings (
    news character varying(80) NOT NULL,
    state character varying(12) NOT NULL,
    created timestamp with time zone NOT NULL
);
CREATE TABLE public.outbox (
    id integer NOT NULL,
    kind character varying(20) NOT NULL,
    channel character varying(20) NOT NULL,
    sender character varying(80) NOT NULL,
    subject character varying(80) NOT NULL,
    once character varying(120),
    body text NOT NULL,
    due timestamp with time zone NOT NULL,
    attempts integer NOT NULL,
    created timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.outbox_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;
CREATE TABLE public.paces (
    name character varying(20) NOT NULL,
    next timestamp with time zone NOT NULL
);
CREATE TABLE public.places (
    name character varying(40) NOT NULL,
    moved_to character varying(40) NOT NULL
);
CREATE TABLE public.posts (
    chat character varying(40) NOT NULL,
    message character varying(40) NOT NULL,
    handoff character varying(80) NOT NULL
);
CREATE TABLE public.questions (
    id integer NOT NULL,
    person character varying(64) NOT NULL,
    language character varying(8) NOT NULL,
    text text NOT NULL,
    outcome character varying(12) NOT NULL,
    topic character varying(80) NOT NULL,
    kept boolean NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.questions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.questions_id_seq OWNED BY public.questions.id;
CREATE TABLE public.seals (
    name character varying(32) NOT NULL,
    since timestamp with time zone NOT NULL
);
CREATE TABLE public.spent (
    person character varying(64) NOT NULL,
    used text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.updates (
    channel character varying(20) NOT NULL,
    update_id character varying(80) NOT NULL,
    sender character varying(80) NOT NULL,
    replies text NOT NULL,
    at timestamp with time zone NOT NULL,
    private boolean NOT NULL,
    arrived integer NOT NULL
);
CREATE TABLE public.waiting (
    channel character varying(20) NOT NULL,
    update_id character varying(80) NOT NULL,
    body text NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.callbacks ALTER COLUMN id SET DEFAULT nextval('public.callbacks_id_seq'::regclass);
ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);
ALTER TABLE ONLY public.questions ALTER COLUMN id SET DEFAULT nextval('public.questions_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0010');
INSERT INTO public.alerts VALUES ('telegram', '1-sender', '1-subject', '1-langua', '1-timezone');
INSERT INTO public.alerts VALUES ('telegram', '2-sender', '2-subject', '2-langua', '2-timezone');
INSERT INTO public.alerts VALUES ('telegram', '3-sender', '3-subject', '3-langua', '3-timezone');
INSERT INTO public.appointments VALUES ('1-referenc', 'telegram', '1-sender', '1-kind', '2026-11-20 11:00:00+00', 1, '1-consultant', '1-name', '1-phone', '1-langua', '1-timezone', '1-note', '1-summary', 'booked', '1-coming', 1, false, '2026-11-20 11:00:00+00');
INSERT INTO public.appointments VALUES ('2-referenc', 'telegram', '2-sender', '2-kind', '2026-11-20 12:00:00+00', 2, '2-consultant', '2-name', '2-phone', '2-langua', '2-timezone', '2-note', '2-summary', 'booked', '2-coming', 2, true, '2026-11-20 12:00:00+00');
INSERT INTO public.appointments VALUES ('3-referenc', 'telegram', '3-sender', '3-kind', '2026-11-20 13:00:00+00', 3, '3-consultant', '3-name', '3-phone', '3-langua', '3-timezone', '3-note', '3-summary', 'booked', '3-coming', 3, false, '2026-11-20 13:00:00+00');
INSERT INTO public.callbacks VALUES (1, 'telegram', '1-sender', '1-name', '1-phone', '1-wanted', '1-langua', '1-timezone', 'booked', '2026-11-20 11:00:00+00');
INSERT INTO public.callbacks VALUES (2, 'telegram', '2-sender', '2-name', '2-phone', '2-wanted', '2-langua', '2-timezone', 'booked', '2026-11-20 12:00:00+00');
INSERT INTO public.callbacks VALUES (3, 'telegram', '3-sender', '3-name', '3-phone', '3-wanted', '3-langua', '3-timezone', 'booked', '2026-11-20 13:00:00+00');
INSERT INTO public.conversations VALUES ('telegram', '1-sender', '{"language": "es", "flow": "eligibility"}', 1, '2026-11-20 11:00:00+00');
INSERT INTO public.conversations VALUES ('telegram', '2-sender', '{"language": "es", "flow": "eligibility"}', 2, '2026-11-20 12:00:00+00');
INSERT INTO public.conversations VALUES ('telegram', '3-sender', '{"language": "es", "flow": "eligibility"}', 3, '2026-11-20 13:00:00+00');
INSERT INTO public.deliveries VALUES ('1-news', 'telegram', '1-sender', '1-langua', '1-timezone', 'booked', '2026-11-20 11:00:00+00');
INSERT INTO public.deliveries VALUES ('2-news', 'telegram', '2-sender', '2-langua', '2-timezone', 'booked', '2026-11-20 12:00:00+00');
INSERT INTO public.deliveries VALUES ('3-news', 'telegram', '3-sender', '3-langua', '3-timezone', 'booked', '2026-11-20 13:00:00+00');
INSERT INTO public.handoffs VALUES ('1-id', 'telegram', '1-sender', '1-langua', '1-topics', '1-chat', '1-topic', '1-root', 'open', false, 1, '2026-11-20 11:00:00+00', '2026-11-20 11:00:00+00');
INSERT INTO public.handoffs VALUES ('2-id', 'telegram', '2-sender', '2-langua', '2-topics', '2-chat', '2-topic', '2-root', 'open', true, 2, '2026-11-20 12:00:00+00', '2026-11-20 12:00:00+00');
INSERT INTO public.handoffs VALUES ('3-id', 'telegram', '3-sender', '3-langua', '3-topics', '3-chat', '3-topic', '3-root', 'open', false, 3, '2026-11-20 13:00:00+00', '2026-11-20 13:00:00+00');
INSERT INTO public.helpful VALUES ('1-topic', '1-langua', '1-version', 1, 1);
INSERT INTO public.helpful VALUES ('2-topic', '2-langua', '2-version', 2, 2);
INSERT INTO public.helpful VALUES ('3-topic', '3-langua', '3-version', 3, 3);
INSERT INTO public.keys VALUES ('1-week', '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO public.keys VALUES ('2-week', '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO public.keys VALUES ('3-week', '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO public.mailings VALUES ('1-news', 'booked', '2026-11-20 11:00:00+00');
INSERT INTO public.mailings VALUES ('2-news', 'booked', '2026-11-20 12:00:00+00');
INSERT INTO public.mailings VALUES ('3-news', 'booked', '2026-11-20 13:00:00+00');
INSERT INTO public.outbox VALUES (1, '1-kind', 'telegram', '1-sender', '1-subject', '1-once', '{"event": "booked"}', '2026-11-20 11:00:00+00', 1, '2026-11-20 11:00:00+00');
INSERT INTO public.outbox VALUES (2, '2-kind', 'telegram', '2-sender', '2-subject', '2-once', '{"event": "booked"}', '2026-11-20 12:00:00+00', 2, '2026-11-20 12:00:00+00');
INSERT INTO public.outbox VALUES (3, '3-kind', 'telegram', '3-sender', '3-subject', '3-once', '{"event": "booked"}', '2026-11-20 13:00:00+00', 3, '2026-11-20 13:00:00+00');
INSERT INTO public.paces VALUES ('1-name', '2026-11-20 11:00:00+00');
INSERT INTO public.paces VALUES ('2-name', '2026-11-20 12:00:00+00');
INSERT INTO public.paces VALUES ('3-name', '2026-11-20 13:00:00+00');
INSERT INTO public.places VALUES ('1-name', '1-moved_to');
INSERT INTO public.places VALUES ('2-name', '2-moved_to');
INSERT INTO public.places VALUES ('3-name', '3-moved_to');
INSERT INTO public.posts VALUES ('1-chat', '1-message', '1-handoff');
INSERT INTO public.posts VALUES ('2-chat', '2-message', '2-handoff');
INSERT INTO public.posts VALUES ('3-chat', '3-message', '3-handoff');
INSERT INTO public.questions VALUES (1, '1-person', '1-langua', '1-text', '1-outcome', '1-topic', false, '2026-11-20 11:00:00+00');
INSERT INTO public.questions VALUES (2, '2-person', '2-langua', '2-text', '2-outcome', '2-topic', true, '2026-11-20 12:00:00+00');
INSERT INTO public.questions VALUES (3, '3-person', '3-langua', '3-text', '3-outcome', '3-topic', false, '2026-11-20 13:00:00+00');
INSERT INTO public.spent VALUES ('1-person', '1-used', '2026-11-20 11:00:00+00');
INSERT INTO public.spent VALUES ('2-person', '2-used', '2026-11-20 12:00:00+00');
INSERT INTO public.spent VALUES ('3-person', '3-used', '2026-11-20 13:00:00+00');
INSERT INTO public.updates VALUES ('telegram', '1-update_id', '1-sender', '[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]', '2026-11-20 11:00:00+00', false, 1);
INSERT INTO public.updates VALUES ('telegram', '2-update_id', '2-sender', '[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]', '2026-11-20 12:00:00+00', true, 2);
INSERT INTO public.updates VALUES ('telegram', '3-update_id', '3-sender', '[{"text": "¡Hola! — 你好", "buttons": [[["Menú", "menu:", ""]]], "quotes": false}]', '2026-11-20 13:00:00+00', false, 3);
INSERT INTO public.waiting VALUES ('telegram', '1-update_id', '{"event": "booked"}', '2026-11-20 11:00:00+00');
INSERT INTO public.waiting VALUES ('telegram', '2-update_id', '{"event": "booked"}', '2026-11-20 12:00:00+00');
INSERT INTO public.waiting VALUES ('telegram', '3-update_id', '{"event": "booked"}', '2026-11-20 13:00:00+00');
SELECT pg_catalog.setval('public.callbacks_id_seq', 3, true);
SELECT pg_catalog.setval('public.outbox_id_seq', 3, true);
SELECT pg_catalog.setval('public.questions_id_seq', 3, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT pk_alerts PRIMARY KEY (channel, sender, subject);
ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT pk_appointments PRIMARY KEY (reference);
ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT pk_callbacks PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT pk_conversations PRIMARY KEY (channel, sender);
ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT pk_deliveries PRIMARY KEY (news, channel, sender);
ALTER TABLE ONLY public.handoffs
    ADD CONSTRAINT pk_handoffs PRIMARY KEY (id);
ALTER TABLE ONLY public.helpful
    ADD CONSTRAINT pk_helpful PRIMARY KEY (topic, language, version);
ALTER TABLE ONLY public.keys
    ADD CONSTRAINT pk_keys PRIMARY KEY (week);
ALTER TABLE ONLY public.mailings
    ADD CONSTRAINT pk_mailings PRIMARY KEY (news);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);
ALTER TABLE ONLY public.paces
    ADD CONSTRAINT pk_paces PRIMARY KEY (name);
ALTER TABLE ONLY public.places
    ADD CONSTRAINT pk_places PRIMARY KEY (name);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT pk_posts PRIMARY KEY (chat, message);
ALTER TABLE ONLY public.questions
    ADD CONSTRAINT pk_questions PRIMARY KEY (id);
ALTER TABLE ONLY public.seals
    ADD CONSTRAINT pk_seals PRIMARY KEY (name);
ALTER TABLE ONLY public.spent
    ADD CONSTRAINT pk_spent PRIMARY KEY (person);
ALTER TABLE ONLY public.updates
    ADD CONSTRAINT pk_updates PRIMARY KEY (channel, update_id);
ALTER TABLE ONLY public.waiting
    ADD CONSTRAINT pk_waiting PRIMARY KEY (channel, update_id);
CREATE INDEX ix_alerts_subject ON public.alerts USING btree (subject);
CREATE INDEX ix_appointments_sender ON public.appointments USING btree (channel, sender);
CREATE INDEX ix_appointments_start ON public.appointments USING btree (start);
CREATE INDEX ix_appointments_unsynced ON public.appointments USING btree (start) WHERE (NOT synced);
CREATE INDEX ix_callbacks_created ON public.callbacks USING btree (created);
CREATE INDEX ix_callbacks_sender ON public.callbacks USING btree (channel, sender);
CREATE INDEX ix_conversations_at ON public.conversations USING btree (at);
CREATE INDEX ix_deliveries_sender ON public.deliveries USING btree (channel, sender);
CREATE INDEX ix_deliveries_state ON public.deliveries USING btree (state, at);
CREATE INDEX ix_handoffs_sender ON public.handoffs USING btree (channel, sender);
CREATE INDEX ix_handoffs_since ON public.handoffs USING btree (since);
CREATE INDEX ix_handoffs_topic ON public.handoffs USING btree (chat, topic);
CREATE INDEX ix_outbox_due ON public.outbox USING btree (due);
CREATE INDEX ix_outbox_sender ON public.outbox USING btree (channel, sender);
CREATE INDEX ix_outbox_subject ON public.outbox USING btree (subject);
CREATE INDEX ix_posts_handoff ON public.posts USING btree (handoff);
CREATE INDEX ix_questions_at ON public.questions USING btree (at);
CREATE INDEX ix_questions_person ON public.questions USING btree (person);
CREATE INDEX ix_updates_at ON public.updates USING btree (at);
CREATE INDEX ix_updates_sender ON public.updates USING btree (channel, sender);
CREATE INDEX ix_waiting_at ON public.waiting USING btree (at);
CREATE UNIQUE INDEX ux_appointments_slot ON public.appointments USING btree (consultant, start) WHERE ((state)::text <> 'cancelled'::text);
CREATE UNIQUE INDEX ux_outbox_once ON public.outbox USING btree (once);
