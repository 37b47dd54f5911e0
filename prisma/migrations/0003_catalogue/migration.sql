-- AlterTable
ALTER TABLE "integration" ADD COLUMN     "manifest" JSONB;

-- AlterTable
ALTER TABLE "revision" ADD COLUMN     "catalogue_id" INTEGER;

-- CreateTable
CREATE TABLE "catalogue" (
    "id" SERIAL NOT NULL,
    "hash" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "catalogue_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "catalogue_hash_key" ON "catalogue"("hash");

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_catalogue_id_fkey" FOREIGN KEY ("catalogue_id") REFERENCES "catalogue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
