using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>A model's version: what it has learned, in twelve digits.</summary>
internal static class ModelVersion
{
    private const int Digits = 12;

    /// <summary>The first 12 hexadecimal digits of the SHA-256 over every tensor, in the ordinal order of their names: name, a zero byte, number of dimensions, dimensions, values; numbers in little-endian form.</summary>
    public static string Of(ModelWeights weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(int)];
        foreach (var tensor in weights.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(tensor.Name + '\0'));
            foreach (var length in tensor.Shape.Prepend(tensor.Shape.Length))
            {
                BinaryPrimitives.WriteInt32LittleEndian(number, length);
                hash.AppendData(number);
            }

            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }
}
