using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.ServiceDefaults.Tests.Requests;

public sealed class StrictJsonProperties
{
    [Property(MaxTest = 500)]
    public bool AnyBytesAreReadOrRefusedAndNothingElse(byte[] bytes)
    {
        try
        {
            StrictJson.Parse<QueryRequest>(bytes);
        }
        catch (ValidationException refused)
        {
            return refused.Field.Length > 0 && refused.Problem.Length > 0;
        }

        return true;
    }

    [Property(MaxTest = 500)]
    public bool ABodyWithOneByteChangedIsReadOrRefusedAndNothingElse(ushort position, byte value)
    {
        var json = """{"query":"W\u0068y? 😀","use_mcts":true,"mcts_iterations":200,"thread_id":"a-b","seed":42}"""u8.ToArray();
        json[position % json.Length] = value;
        return AnyBytesAreReadOrRefusedAndNothingElse(json);
    }

    [Property]
    public Property WhatIsWrittenIsReadAgain() => Prop.ForAll(Requests(), request =>
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(request, StrictJson.Options);
        return StrictJson.Parse<QueryRequest>(json) == request;
    });

    [Property]
    public Property AnyOtherFieldIsRefusedByItsName() => Prop.ForAll(Names(), name =>
    {
        var json = Encoding.UTF8.GetBytes($$"""{"query":"a",{{JsonSerializer.Serialize(name)}}:1}""");
        return Should.Throw<ValidationException>(() => StrictJson.Parse<QueryRequest>(json)).Field == name;
    });

    [Property]
    public Property AnyIntegerIsTakenOrRefusedByItsRange() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), iterations =>
    {
        var json = Encoding.UTF8.GetBytes($$"""{"query":"a","mcts_iterations":{{iterations}}}""");
        if (iterations is >= 1 and <= Limits.Iterations)
            return StrictJson.Parse<QueryRequest>(json).MctsIterations == iterations;
        return Should.Throw<ValidationException>(() => StrictJson.Parse<QueryRequest>(json)).Field == "mcts_iterations";
    });

    private static Arbitrary<QueryRequest> Requests() => Arb.From(
        from query in ArbMap.Default.GeneratorFor<NonWhiteSpaceString>()
        where query.Get.All(character => character != '\0' && !char.IsSurrogate(character))
        from useMcts in ArbMap.Default.GeneratorFor<bool>()
        from iterations in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(1, Limits.Iterations).Select(value => (int?)value))
        from thread in Gen.OneOf(Gen.Constant((string?)null), Gen.NonEmptyListOf(Gen.Elements("abcXYZ019_-".ToCharArray())).Select(letters => (string?)string.Concat(letters.Take(100))))
        select new QueryRequest { Query = query.Get, UseMcts = useMcts, MctsIterations = iterations, ThreadId = thread });

    private static Arbitrary<string> Names() => Arb.From(
        from letters in Gen.NonEmptyListOf(Gen.Elements("abcdefghijklmnopqrstuvwxyz_-$ äß日".ToCharArray()))
        let name = string.Concat(letters.Take(60))
        where name is not ("query" or "seed")
        select name);
}
