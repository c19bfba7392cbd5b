using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MctsAspire.MetaControllerService.Integrations.Wandb;

/// <summary>An artifact of one file, as Weights &amp; Biases numbers and sums it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is.</param>
/// <param name="FileName">The name of its file.</param>
/// <param name="Md5">The file's MD5 in base64.</param>
/// <param name="Size">The file's bytes.</param>
internal sealed record WandbArtifact(string Name, string Type, string FileName, string Md5, long Size)
{
    /// <summary>The name of the list of files.</summary>
    public const string ManifestName = "wandb_manifest.json";

    /// <summary>The checksum of the whole: MD5, in hex, over a title and a line for each file.</summary>
    public string Digest => Convert.ToHexStringLower(Sum(Encoding.UTF8.GetBytes($"wandb-artifact-manifest-v1\n{FileName}:{Md5}\n")));

    /// <summary>An id of ours for this content, the same each time it is told.</summary>
    public string ClientId => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes($"artifact\n{Type}\n{Name}\n{Digest}")));

    /// <summary>An id of ours for all versions under this name.</summary>
    public string SequenceClientId => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes($"sequence\n{Type}\n{Name}")));

    /// <summary>The list of files.</summary>
    /// <param name="artifactId">The artifact that the file came with first.</param>
    public byte[] Manifest(string artifactId) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = 1,
        storagePolicy = "wandb-storage-policy-v1",
        storagePolicyConfig = new { storageLayout = "V2" },
        contents = new Dictionary<string, object> { [FileName] = new { digest = Md5, birthArtifactID = artifactId, size = Size } },
    });

    /// <summary>The checksum that the service wants: MD5.</summary>
    /// <param name="content">The content.</param>
    [SuppressMessage("Security", "CA5351", Justification = "The service's checksum, which protects nothing.")]
    public static byte[] Sum(ReadOnlySpan<byte> content) => MD5.HashData(content);
}
