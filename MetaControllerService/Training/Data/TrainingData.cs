using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Examples, and where they come from.</summary>
/// <param name="Examples">The examples.</param>
/// <param name="Source">Where they come from, in words.</param>
internal sealed record TrainingData(IReadOnlyList<TrainingExample> Examples, string Source)
{
    /// <summary>Whose artifacts imported decisions are.</summary>
    public const string Owner = "meta-controller-data";

    /// <summary>The SHA-256 of all that is learned from, in hex.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(double)];
        foreach (var example in Examples)
        {
            // Groups decide the split.
            hash.AppendData(Encoding.UTF8.GetBytes($"{example.Group}\0"));
            Append(hash, number, (int)example.Label);
            Append(hash, number, example.Weight);
            Append(hash, number, example.States.Count);
            foreach (var state in example.States)
            {
                foreach (var value in state.Normalize())
                    Append(hash, number, value);

                // What the vector cuts off, the text doesn't.
                Append(hash, number, state.Iteration);
                Append(hash, number, state.QueryLength);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, Span<byte> buffer, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(buffer, value);
        hash.AppendData(buffer);
    }
}
