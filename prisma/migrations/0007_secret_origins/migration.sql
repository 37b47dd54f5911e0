-- Origins beside that of the Request URL to which a connection's secrets may go.
ALTER TABLE "connection" ADD COLUMN "secret_origins" TEXT[] DEFAULT ARRAY[]::TEXT[];
