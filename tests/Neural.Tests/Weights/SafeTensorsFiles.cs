using System.Buffers.Binary;
using System.Text;

namespace MctsAspire.Neural.Tests.Weights;

/// <summary>Makes safetensors files by hand, broken ones too.</summary>
internal static class SafeTensorsFiles
{
    /// <summary>A file with this header and so many data bytes, all zero.</summary>
    public static byte[] Of(string header, int dataBytes) => Of(header, new byte[dataBytes]);

    /// <summary>A file with this header and data; the header's length as it is, or as the file shall say.</summary>
    public static byte[] Of(string header, byte[] data, ulong? statedLength = null)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, statedLength ?? (ulong)json.Length);
        return [.. length, .. json, .. data];
    }
}
