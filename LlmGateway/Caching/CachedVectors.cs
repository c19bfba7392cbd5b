using System.Runtime.InteropServices;
using System.Text;
using MctsAspire.LlmGateway.Providers;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Caching;

/// <summary>The vectors of some texts.</summary>
/// <param name="Vectors">The vectors, in the order of the texts.</param>
/// <param name="Provider">Who made them.</param>
/// <param name="Model">The model that made them.</param>
internal sealed record CachedVectors(IReadOnlyList<float[]> Vectors, string Provider, string Model)
{
    private const int BytesAround = 128;

    /// <summary>What they take in memory, about.</summary>
    public long Bytes => BytesAround + Vectors.Sum(vector => BytesAround + (sizeof(float) * (long)vector.Length));

    /// <summary>Keeps vectors; null: nobody says who made them.</summary>
    public static CachedVectors? Of(GeneratedEmbeddings<Embedding<float>> vectors) => vectors.Origin() is { } origin
        ? new CachedVectors([.. vectors.Select(vector => vector.Vector.ToArray())], origin.Provider, vectors.FirstOrDefault()?.ModelId ?? "")
        : null;

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null: it is something else.</summary>
    public static CachedVectors? Parse(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            var (provider, model, count) = (reader.ReadString(), reader.ReadString(), reader.ReadInt32());
            var vectors = new List<float[]>();
            for (var i = 0; i < count; i++)
                vectors.Add(MemoryMarshal.Cast<byte, float>(reader.ReadBytes(checked(reader.ReadInt32() * sizeof(float)))).ToArray());
            return reader.BaseStream.Position == bytes.Length ? new CachedVectors(vectors, provider, model) : null;
        }
        catch (Exception damage) when (damage is IOException or ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Writes the vectors for a store.</summary>
    public byte[] ToBytes()
    {
        var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(Provider);
            writer.Write(Model);
            writer.Write(Vectors.Count);
            foreach (var vector in Vectors)
            {
                writer.Write(vector.Length);
                writer.Write(MemoryMarshal.AsBytes<float>(vector));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The vectors as a response that used nothing.</summary>
    public GeneratedEmbeddings<Embedding<float>> ToResponse() =>
        new GeneratedEmbeddings<Embedding<float>>(Vectors.Select(vector => new Embedding<float>(vector) { ModelId = Model }))
        {
            Usage = new UsageDetails { InputTokenCount = 0, TotalTokenCount = 0 },
        }.From(new CallOrigin(Provider, Cached: true, CostUsd: 0));
}
