using System.Buffers.Binary;
using FsCheck;
using FsCheck.Xunit;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Tests.Weights;

public sealed class SafeTensorsTests
{
    [Property(MaxTest = 60)]
    public bool WhatIsWrittenIsReadBackBitForBit(NonNegativeInt[] lengths, NonEmptyString key, NonNull<string> value, int seed)
    {
        var random = new Random(seed);
        var weights = new ModelWeights();
        foreach (var (length, i) in lengths.Take(8).Select((length, i) => (length.Get % 40, i)))
        {
            int[] shape = (i % 3) switch { 0 => [length], 1 => [3, length], _ => [length, 1, 2] };
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            for (var j = 0; j < values.Length; j++) values[j] = (float)(random.NextDouble() - 0.5) * MathF.Pow(10, random.Next(-40, 38));
            weights.Add($"läyer.{i}.\"weight\"", shape, values);
        }

        var text = new string([.. value.Get.Where(c => !char.IsSurrogate(c))]);
        var name = "k" + new string([.. key.Get.Where(c => !char.IsSurrogate(c))]);
        var file = SafeTensors.Read(Written(weights, new() { [name] = text }));

        return file.Metadata.Count == 1 && file.Metadata[name] == text
            && file.Weights.Tensors.Count == weights.Tensors.Count
            && file.Weights.Tensors.Zip(weights.Tensors).All(pair => pair.First.Name == pair.Second.Name
                && pair.First.Shape.SequenceEqual(pair.Second.Shape)
                && pair.First.Values.Select(BitConverter.SingleToInt32Bits).SequenceEqual(pair.Second.Values.Select(BitConverter.SingleToInt32Bits)));
    }

    [Fact]
    public void TheOrderOfTheMetadataDoesNotChangeTheBytes()
    {
        var weights = new ModelWeights();
        weights.Add("w", [2], [1, 2]);
        Written(weights, new() { ["a"] = "1", ["b"] = "2" }).ShouldBe(Written(weights, new() { ["b"] = "2", ["a"] = "1" }));
    }

    [Fact]
    public void TheDataBeginsAtAMultipleOfEightBytes()
    {
        var weights = new ModelWeights();
        weights.Add("w", [1], [1]);
        (BinaryPrimitives.ReadInt64LittleEndian(Written(weights, [])) % 8).ShouldBe(0);
    }

    [Fact]
    public void HalfBrainAndDoubleFloatsBecomeSingle()
    {
        byte[] data = [.. BitConverter.GetBytes((Half)1.5), .. BitConverter.GetBytes((Half)(-0.25)), 0xC0, 0x3F, .. BitConverter.GetBytes(2.5)];
        var file = SafeTensors.Read(SafeTensorsFiles.Of(
            """{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[],"data_offsets":[4,6]},"d":{"dtype":"F64","shape":[1],"data_offsets":[6,14]}}""", data));
        file.Weights.Get("h", 2).ToArray().ShouldBe([1.5f, -0.25f]);
        file.Weights.Get("b").ToArray().ShouldBe([1.5f]);
        file.Weights.Get("d", 1).ToArray().ShouldBe([2.5f]);
    }

    [Fact]
    public void TensorsOfIntegersAreSkippedAndNamed()
    {
        var file = SafeTensors.Read(SafeTensorsFiles.Of(
            """{"position_ids":{"dtype":"I64","shape":[1,2],"data_offsets":[0,16]},"w":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}}""",
            [.. new byte[16], .. BitConverter.GetBytes(7f)]));
        file.Skipped.ShouldBe(["position_ids"]);
        file.Weights.Get("w", 1).ToArray().ShouldBe([7f]);
    }

    [Fact]
    public void AStreamThatCannotSeekIsReadToItsEnd()
    {
        var weights = new ModelWeights();
        weights.Add("w", [3], [1, 2, 3]);
        using var pipe = new ForwardOnlyStream(Written(weights, []));
        SafeTensors.Read(pipe).Weights.Get("w", 3).ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void WeightsThatAreNotANumberAreNotWritten()
    {
        var weights = new ModelWeights();
        weights.Add("w", [2], [1, float.NaN]);
        Should.Throw<ModelFormatException>(() => SafeTensors.Write(Stream.Null, weights)).Message.ShouldContain("'w' holds NaN at index 1");
    }

    [Fact]
    public void AnAbsentTensorIsNamedWithTheShapeExpected() =>
        Should.Throw<ModelFormatException>(() => new ModelWeights().Get("fc.weight", 3, 64).ToArray()).Message.ShouldContain("'fc.weight' (expected: [3, 64])");

    [Fact]
    public void ATensorOfAnotherShapeIsNamedWithBothShapes()
    {
        var weights = new ModelWeights();
        weights.Add("fc.weight", [2, 1], [1, 2]);
        Should.Throw<ModelFormatException>(() => weights.Get("fc.weight", 1, 2).ToArray()).Message.ShouldContain("[2, 1], expected: [1, 2]");
    }

    [Fact]
    public void TwoTensorsOfOneNameAreRefused()
    {
        var weights = new ModelWeights();
        weights.Add("w", [1], [1]);
        Should.Throw<ModelFormatException>(() => weights.Add("w", [1], [1])).Message.ShouldContain("'w'");
    }

    private static byte[] Written(ModelWeights weights, Dictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, weights, metadata);
        return stream.ToArray();
    }

    private sealed class ForwardOnlyStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
