-- What evidence of this store is keyed with, drawn once: from it and the document's id follows the key that salts what a
-- redacted document withholds. Whoever has it could guess withheld names and prove the guess.
INSERT INTO setting (name, value) VALUES ('secret/evidence', lower(hex(randomblob(32))));
