import type { S3Client } from "@aws-sdk/client-s3";
import type { Config } from "#app/config.server.ts";
import {
  checkKey,
  checkPrefix,
  type Storage,
  StorageUnavailableError,
} from "#app/integrations/storage.server.ts";

type Settings = NonNullable<Config["s3"]>;
type Sdk = typeof import("@aws-sdk/client-s3");

/** A bucket of any S3-compatible storage (Cloudflare R2, Garage, MinIO …), addressed by path. */
export function s3Storage(settings: Settings): Storage {
  const Bucket = settings.bucket;
  let opened: Promise<{ sdk: Sdk; client: S3Client }> | undefined;
  // Loaded when it is needed: it takes a third of a second and 20 MB, and most installations use the disk.
  const open = () => {
    opened ??= import("@aws-sdk/client-s3").then((sdk) => ({ sdk, client: connect(sdk, settings) }));
    return opened;
  };
  const asking = async <T>(routine: (sdk: Sdk, client: S3Client) => Promise<T>): Promise<T> => {
    const { sdk, client } = await open();
    try {
      return await routine(sdk, client);
    } catch (error) {
      throw new StorageUnavailableError("The storage of photos did not answer as it should.", {
        cause: error,
      });
    }
  };
  const list = (prefix: string) =>
    asking(async (sdk, client) => {
      const keys: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(
          new sdk.ListObjectsV2Command({ Bucket, Prefix: prefix, ContinuationToken }),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (ContinuationToken);
      return keys;
    });
  const remove = (Key: string) =>
    asking(async (sdk, client) => {
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key }));
    });
  return {
    put: async (key, bytes, content_type) => {
      const Key = checkKey(key);
      await asking((sdk, client) =>
        client.send(
          new sdk.PutObjectCommand({
            Bucket,
            Key,
            Body: bytes,
            ContentType: content_type,
            CacheControl: "public, max-age=31536000, immutable",
          }),
        ),
      );
    },
    get: async (key) => {
      const Key = checkKey(key);
      return asking(async (sdk, client) => {
        try {
          const found = await client.send(new sdk.GetObjectCommand({ Bucket, Key }));
          return (await found.Body?.transformToByteArray()) ?? null;
        } catch (error) {
          if (error instanceof sdk.NoSuchKey || isNotFound(error)) return null;
          throw error;
        }
      });
    },
    delete: async (key) => remove(checkKey(key)),
    // One by one: a bulk delete needs a checksum that not every storage takes, and a provider has few files.
    deletePrefix: async (prefix) => {
      for (const key of await list(checkPrefix(prefix))) await remove(key);
    },
    list: async (prefix) => list(checkPrefix(prefix)),
  };
}

// A missing bucket is a wrong setting, not a missing photo.
const isNotFound = (error: unknown) => {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 404 && name !== "NoSuchBucket";
};

const connect = (sdk: Sdk, settings: Settings): S3Client =>
  new sdk.S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: true,
    credentials: { accessKeyId: settings.access_key_id, secretAccessKey: settings.secret_access_key },
    // The newer checksums are Amazon's own; others refuse them.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
  });
