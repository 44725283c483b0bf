-- Once, on the leader, as postgres: the database of Siantar and its owner.
CREATE ROLE siantar LOGIN PASSWORD '$PASSWORD_SIANTAR';
CREATE DATABASE siantar OWNER siantar;
