using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MctsAspire.Neural.Weights;

/// <summary>
/// Reads and writes safetensors files (https://github.com/huggingface/safetensors): eight bytes with the length of a JSON header, the
/// header, then the tensors' bytes without a gap. What is read may come from anyone: nothing is believed before it has been checked.
/// </summary>
public static class SafeTensors
{
    private const int LengthBytes = 8;

    /// <summary>Reads a file from memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">How much it may ask for; null: <see cref="SafeTensorsLimits.Default"/>.</param>
    /// <exception cref="ModelFormatException">It is truncated, contradicts itself, is beyond the limits, or holds NaN or an infinity.</exception>
    public static SafeTensorsFile Read(ReadOnlyMemory<byte> file, SafeTensorsLimits? limits = null)
    {
        var bytes = MemoryMarshal.TryGetArray(file, out var segment) ? segment : new ArraySegment<byte>(file.ToArray());
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        return Read(stream, limits);
    }

    /// <summary>Reads a file from a stream, from where it stands to its end.</summary>
    /// <param name="stream">The stream; one that can't seek is first copied to memory, so that no length in it is believed.</param>
    /// <param name="limits">How much it may ask for; null: <see cref="SafeTensorsLimits.Default"/>.</param>
    /// <exception cref="ModelFormatException">It is truncated, contradicts itself, is beyond the limits, or holds NaN or an infinity.</exception>
    public static SafeTensorsFile Read(Stream stream, SafeTensorsLimits? limits = null)
    {
        limits ??= SafeTensorsLimits.Default;
        if (!stream.CanSeek)
        {
            using var copy = Copy(stream, limits.MaxBytes);
            return Read(copy, limits);
        }

        var length = stream.Length - stream.Position;
        if (length > limits.MaxBytes) throw TooLarge(limits.MaxBytes);
        var (entries, metadata) = SafeTensorsHeader.Parse(ReadHeader(stream, length, limits), limits);
        CheckPlaces(entries, stream.Length - stream.Position);

        var weights = new ModelWeights();
        var skipped = new List<string>();
        foreach (var entry in entries)
        {
            if (entry.Type.IsFloat)
            {
                weights.Add(ReadTensor(stream, entry));
            }
            else
            {
                skipped.Add(entry.Name);
                stream.Seek(entry.End - entry.Begin, SeekOrigin.Current);
            }
        }

        return new SafeTensorsFile(weights, metadata, skipped);
    }

    /// <summary>Writes weights as float32. The same weights and metadata give the same bytes.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="weights">The tensors, written in their order.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>, written in the ordinal order of their keys.</param>
    /// <exception cref="ModelFormatException">A tensor holds NaN or an infinity, which no reader would take back.</exception>
    public static void Write(Stream stream, ModelWeights weights, IReadOnlyDictionary<string, string>? metadata = null)
    {
        foreach (var tensor in weights.Tensors) CheckFinite(tensor.Name, tensor.Values);
        var header = WriteHeader(weights, metadata ?? new Dictionary<string, string>());
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in weights.Tensors) stream.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
    }

    private static byte[] ReadHeader(Stream stream, long available, SafeTensorsLimits limits)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (available < LengthBytes)
            throw new ModelFormatException($"The safetensors file is cut off: it has {available} bytes, and its header's length alone takes {LengthBytes}.");
        ReadExactly(stream, prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)limits.MaxHeaderBytes)
            throw new ModelFormatException($"The safetensors header is said to have {length} bytes; at most {limits.MaxHeaderBytes} are allowed.");
        if ((long)length > available - LengthBytes)
            throw new ModelFormatException($"The safetensors file is cut off: its header is said to have {length} bytes, but only {available - LengthBytes} follow.");
        var header = new byte[length];
        ReadExactly(stream, header);
        return header;
    }

    /// <summary>Every byte after the header belongs to exactly one tensor.</summary>
    private static void CheckPlaces(List<SafeTensorsEntry> entries, long available)
    {
        long end = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
            {
                throw new ModelFormatException(
                    $"Tensor '{entry.Name}' begins at byte {entry.Begin}, but the one before it ends at {end}: tensors must neither overlap nor leave holes.");
            }

            end = entry.End;
            if (end > available)
                throw new ModelFormatException($"The safetensors file is cut off: tensor '{entry.Name}' ends at byte {end} of the data, which has {available}.");
        }

        if (end != available) throw new ModelFormatException($"The safetensors file has {available - end} bytes behind its last tensor.");
    }

    private static NamedTensor ReadTensor(Stream stream, SafeTensorsEntry entry)
    {
        var values = new float[entry.Count];
        // Aligned to 8 bytes, so that no value of any format is cut by a piece's end.
        const int Piece = 1 << 16;
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var perPiece = Piece / entry.Type.Bytes;
            for (var at = 0; at < values.Length; at += perPiece)
            {
                var part = values.AsSpan(at, Math.Min(perPiece, values.Length - at));
                var bytes = buffer.AsSpan(0, part.Length * entry.Type.Bytes);
                ReadExactly(stream, bytes);
                entry.Type.Convert(bytes, part);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        CheckFinite(entry.Name, values);
        return new NamedTensor(entry.Name, entry.Shape, values);
    }

    private static void CheckFinite(string name, ReadOnlySpan<float> values)
    {
        // Of no values at all the method says no.
        if (values.IsEmpty || TensorPrimitives.IsFiniteAll(values)) return;
        var at = 0;
        while (float.IsFinite(values[at])) at++;
        throw new ModelFormatException($"Tensor '{name}' holds {values[at]} at index {at}; all weights must be finite numbers.");
    }

    private static byte[] WriteHeader(ModelWeights weights, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Text in other alphabets stays as it is: escaped, it would take twice as much of the header's bound.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }

            long at = 0;
            foreach (var tensor in weights.Tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", tensor.Shape.Select(length => (long)length));
                WriteNumbers(json, "data_offsets", [at, at + (sizeof(float) * (long)tensor.Values.Length)]);
                json.WriteEndObject();
                at += sizeof(float) * (long)tensor.Values.Length;
            }

            json.WriteEndObject();
        }

        // Padded with blanks, as the format allows, so that the data is aligned for readers that map the file.
        var header = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static MemoryStream Copy(Stream stream, int most)
    {
        var copy = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and var read)
        {
            if (copy.Length + read > most) throw TooLarge(most);
            copy.Write(buffer, 0, read);
        }

        copy.Position = 0;
        return copy;
    }

    private static void ReadExactly(Stream stream, Span<byte> bytes)
    {
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException e)
        {
            throw new ModelFormatException("The safetensors file is cut off.", e);
        }
    }

    private static ModelFormatException TooLarge(int most) => new($"The safetensors file has more than {most} bytes, the most that are allowed.");
}
