using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Hypernet.Agent.Tests.Packages;

/// <summary>A buyer's package, as bytes.</summary>
internal static class PackageFile
{
    public static byte[] Of(params (string Name, string Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var writer = new TarWriter(new GZipStream(packed, CompressionLevel.Fastest), TarEntryFormat.Pax))
        {
            foreach (var (name, content) in files)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
            }
        }

        return packed.ToArray();
    }
}
