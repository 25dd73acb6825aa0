using System.Buffers;
using System.Security.Cryptography;
using Hypernet.Client;
using Hypernet.Ethereum;

namespace Hypernet.Server.Artifacts;

/// <summary>
/// Artifacts on the local disk: <c>objects/ab/ab…</c> holds the bytes under their SHA-256, <c>accounts/0x…/ab…</c> is an empty mark of
/// who stored them first, <c>incoming/</c> what is not whole yet. What stands under its name is whole: it is renamed there, once.
/// </summary>
internal sealed class ArtifactStore
{
    private const int PartBytes = 64 * 1024;

    private readonly string _objects;
    private readonly string _accounts;
    private readonly string _incoming;
    private readonly ArtifactLimits _limits;
    private readonly StorageAccounts _storage;
    private readonly Lock _gate = new();

    /// <summary>Opens the store in a folder, new or used before; what a crash has left half-done is removed.</summary>
    internal ArtifactStore(string folder, ArtifactLimits limits)
    {
        _limits = limits;
        _objects = Directory.CreateDirectory(Path.Combine(folder, "objects")).FullName;
        _accounts = Directory.CreateDirectory(Path.Combine(folder, "accounts")).FullName;
        _incoming = Path.Combine(folder, "incoming");
        if (Directory.Exists(_incoming))
        {
            Directory.Delete(_incoming, recursive: true);
        }

        Directory.CreateDirectory(_incoming);
        _storage = new StorageAccounts(limits, StoredBefore());
    }

    /// <summary>Bytes of all artifacts, those on their way included.</summary>
    internal long TotalBytes => _storage.TotalBytes;

    /// <summary>The file of an artifact; null when it is not here.</summary>
    internal FileInfo? Find(ArtifactId artifact)
    {
        var file = new FileInfo(PathOf(artifact));
        return file.Exists ? file : null;
    }

    /// <summary>Stores what a body brings, if it is what its uploader announced.</summary>
    internal async Task<PutEnd> PutAsync(Address account, ArtifactId artifact, long bytes, Stream body, CancellationToken cancellationToken)
    {
        if (bytes > _limits.MaxArtifactBytes)
        {
            return PutEnd.TooLarge;
        }

        if (Find(artifact) is not null)
        {
            return PutEnd.AlreadyStored;
        }

        PutEnd reserved = _storage.Reserve(account, bytes);
        if (reserved != PutEnd.Stored)
        {
            return reserved;
        }

        string incoming = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        PutEnd end = PutEnd.Incomplete;
        try
        {
            end = await ReceiveAsync(incoming, artifact, bytes, body, cancellationToken);
            end = end == PutEnd.Stored ? Publish(incoming, account, artifact) : end;
        }
        finally
        {
            if (end != PutEnd.Stored)
            {
                _storage.Release(account, bytes);
                File.Delete(incoming);
            }
        }

        return end;
    }

    private static async Task<PutEnd> ReceiveAsync(
        string incoming, ArtifactId artifact, long bytes, Stream body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] part = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            await using var file = new FileStream(incoming, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            int count;
            while ((count = await body.ReadAsync(part, cancellationToken)) > 0)
            {
                if (file.Length + count > bytes)
                {
                    return PutEnd.Incomplete;
                }

                hash.AppendData(part, 0, count);
                await file.WriteAsync(part.AsMemory(0, count), cancellationToken);
            }

            if (file.Length != bytes)
            {
                return PutEnd.Incomplete;
            }

            // On disk before it has its name: after a crash of the machine a name never stands for fewer bytes.
            await file.FlushAsync(cancellationToken);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            return ArtifactId.FromBytes(hash.GetHashAndReset()) == artifact ? PutEnd.Stored : PutEnd.Mismatch;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }

    // The mark comes first: a crash between the two leaves a mark of nothing, never bytes that nobody is charged for.
    private PutEnd Publish(string incoming, Address account, ArtifactId artifact)
    {
        lock (_gate)
        {
            if (Find(artifact) is not null)
            {
                return PutEnd.AlreadyStored;
            }

            string marks = Directory.CreateDirectory(Path.Combine(_accounts, account.ToString())).FullName;
#pragma warning disable CA3003 // An account is 20 bytes in hexadecimal, an artifact 32: neither can hold a path.
            File.WriteAllBytes(Path.Combine(marks, artifact.ToString()), []);
#pragma warning restore CA3003
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(artifact))!);
            File.Move(incoming, PathOf(artifact));
            return PutEnd.Stored;
        }
    }

    private IEnumerable<(Address Account, long Bytes)> StoredBefore()
    {
        foreach (string marks in Directory.EnumerateDirectories(_accounts))
        {
            var account = Address.Parse(Path.GetFileName(marks));
            foreach (string mark in Directory.EnumerateFiles(marks))
            {
                if (Find(ArtifactId.Parse(Path.GetFileName(mark))) is { } file)
                {
                    yield return (account, file.Length);
                }
                else
                {
                    File.Delete(mark);
                }
            }
        }
    }

    private string PathOf(ArtifactId artifact)
    {
        string name = artifact.ToString();
        return Path.Combine(_objects, name[..2], name);
    }
}
