using System.Text.Json.Nodes;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Tests.Fixtures;

namespace MctsAspire.MctsService.Tests.Domains;

public class DomainCatalogueTests
{
    public static TheoryData<string> Names => [.. DomainCatalogue.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EverySchemaIsOfDraft202012AndNamesTheFieldsOfTheExample(string name)
    {
        var entry = DomainCatalogue.Find(name);
        var schema = JsonNode.Parse(entry.Schema)!;

        schema["$schema"]!.GetValue<string>().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        var properties = schema["properties"]!.AsObject();
        JsonNode.Parse(entry.Example)!.AsObject().ShouldAllBe(field => properties.ContainsKey(field.Key));
        (schema["required"]?.AsArray() ?? []).ShouldAllBe(field => JsonNode.Parse(entry.Example)!.AsObject().ContainsKey(field!.GetValue<string>()));
        entry.Description.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void ASchemaHasTheBoundsThatTheReaderChecks()
    {
        var width = JsonNode.Parse(DomainCatalogue.Find("connect_four").Schema)!["properties"]!["width"]!;

        (width["minimum"]!.GetValue<int>(), width["maximum"]!.GetValue<int>()).ShouldBe((1, 32));
        width["description"]!.GetValue<string>().ShouldContain("64");
    }

    [Theory]
    [MemberData(nameof(NativeNames))]
    public void PlayersAndChanceAreThoseOfTheProblem(string name)
    {
        var entry = DomainCatalogue.Find(name);
        var plan = Reading.Read(Problems.Native(name, entry.Example, 10));

        plan.Problem!.Players.ShouldBe(entry.Players);
        plan.Problem.IsModel.ShouldBe(entry.HasChance);
    }

    public static TheoryData<string> NativeNames => [.. DomainCatalogue.All.Where(entry => !entry.Calls).Select(entry => entry.Name)];
}
