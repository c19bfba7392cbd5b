using System.Runtime.InteropServices;

namespace MctsAspire.Neural.Weights;

/// <summary>The number formats of safetensors: how many bytes a value takes, and how floats of it become float32.</summary>
internal sealed record SafeTensorsType(string Name, int Bytes, bool IsFloat)
{
    private static readonly Dictionary<string, SafeTensorsType> Known = new SafeTensorsType[]
    {
        new("F64", 8, true), new("F32", 4, true), new("F16", 2, true), new("BF16", 2, true),
        new("I64", 8, false), new("I32", 4, false), new("I16", 2, false), new("I8", 1, false),
        new("U64", 8, false), new("U32", 4, false), new("U16", 2, false), new("U8", 1, false), new("BOOL", 1, false),
    }.ToDictionary(type => type.Name);

    /// <summary>The format of that name, or null.</summary>
    public static SafeTensorsType? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>Turns the little-endian bytes of a float format into float32.</summary>
    public void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (Name)
        {
            case "F32":
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                break;
            case "F64":
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), values);
                break;
            case "F16":
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
            case "BF16":
                // A bfloat16 is the upper half of a float32.
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < values.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                break;
            default:
                throw new InvalidOperationException($"{Name} isn't a float format.");
        }
    }
}
