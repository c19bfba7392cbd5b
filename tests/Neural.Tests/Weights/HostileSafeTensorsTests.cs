using FsCheck.Xunit;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Tests.Weights;

public sealed class HostileSafeTensorsTests
{
    private const string Good = """{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}""";

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"v":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}""", 16, "'v'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"v":{"dtype":"F32","shape":[1],"data_offsets":[20,24]}}""", 24, "holes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[4,20]}}""", 20, "begins at byte 4")]
    [InlineData(Good, 20, "4 bytes behind")]
    [InlineData(Good, 12, "cut off")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,12]}}""", 12, "takes 16 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[16,0]}}""", 16, "[16, 0]")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "more than")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2147483647,2147483647,2,0],"data_offsets":[0,0]}}""", 0, "more than")]
    [InlineData("""{"w":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,0]}}""", 0, "'w.shape'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}""", 0, "'w.shape'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,0]}}""", 0, "'w.shape'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "'w.shape'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "'w.data_offsets'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4]}}""", 4, "data_offsets [begin, end]")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1]}}""", 4, "must have dtype")]
    [InlineData("""{"w":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown dtype 'Q4'")]
    [InlineData("""{"w":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""", 4, "'w.dtype'")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4, "'x'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'w' twice")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "'__metadata__.a' twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "'__metadata__.a'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", 4, "'w.shape'")]
    [InlineData("""{"":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "no name")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "isn't valid JSON")]
    [InlineData("""{"w":""", 0, "isn't valid JSON")]
    [InlineData("{} x", 0, "isn't valid JSON")]
    [InlineData("[]", 0, "object")]
    [InlineData("", 0, "isn't valid JSON")]
    public void AFileThatContradictsItselfIsRefused(string header, int dataBytes, string expected) =>
        Refused(SafeTensorsFiles.Of(header, dataBytes)).ShouldContain(expected);

    [Theory]
    [InlineData(100_000_001UL, "at most 100000000")]
    [InlineData(ulong.MaxValue, "at most 100000000")]
    [InlineData(99_999_999UL, "cut off")]
    [InlineData(3UL, "isn't valid JSON")]
    public void AHeaderThatIsNotAsLongAsStatedIsRefused(ulong stated, string expected) =>
        Refused(SafeTensorsFiles.Of(Good, new byte[16], stated)).ShouldContain(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void AFileShorterThanTheLengthOfAHeaderIsRefused(int length) => Refused(new byte[length]).ShouldContain("cut off");

    [Fact]
    public void DeepNestingIsRefused()
    {
        var deep = new string('[', 100_000);
        Refused(SafeTensorsFiles.Of($$"""{"w":{"shape":{{deep}}""", 0)).ShouldContain("'w.shape'");
        Refused(SafeTensorsFiles.Of(string.Concat(Enumerable.Repeat("""{"a":""", 10_000)), 0)).ShouldContain("'a'");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void WeightsThatAreNotFiniteAreRefusedWithTheirPlace(float value) =>
        Refused(SafeTensorsFiles.Of(Good, [.. new byte[8], .. BitConverter.GetBytes(value), .. new byte[4]])).ShouldContain("'w' holds");

    [Fact]
    public void TheLimitsHold()
    {
        var file = SafeTensorsFiles.Of(Good, 16);
        Refused(file, new() { MaxBytes = file.Length - 1 }).ShouldContain($"more than {file.Length - 1} bytes");
        Refused(file, new() { MaxHeaderBytes = Good.Length - 1 }).ShouldContain("at most");
        Refused(file, new() { MaxTensors = 0 }).ShouldContain("more than 0 tensors");
        Refused(file, new() { MaxDimensions = 1 }).ShouldContain("'w.shape'");
    }

    [Fact]
    public void AFileCutOffAnywhereIsRefused()
    {
        var file = SafeTensorsFiles.Of(Good, 16);
        for (var length = 0; length < file.Length; length++) Refused(file[..length]).ShouldNotBeEmpty();
    }

    [Property(MaxTest = 300)]
    public bool AFileWithBytesChangedIsReadOrRefusedAndNothingElse(byte[] changes, ushort at)
    {
        var file = SafeTensorsFiles.Of(Good, 16);
        for (var i = 0; i < changes.Length; i++) file[(at + i) % file.Length] = changes[i];
        try
        {
            return SafeTensors.Read(file).Weights.Tensors.Count <= 1;
        }
        catch (ModelFormatException)
        {
            return true;
        }
    }

    private static string Refused(byte[] file, SafeTensorsLimits? limits = null) =>
        Should.Throw<ModelFormatException>(() => SafeTensors.Read(file, limits)).Message;
}
