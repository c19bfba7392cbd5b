using System.Net;
using System.Text.Json;

namespace MctsAspire.Gateway.Tests.Documentation;

/// <summary>What the OpenAPI document says of single fields and parameters.</summary>
public sealed class FieldTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task EveryTimeIsATextInTheFormOfAllTimes()
    {
        var document = await ApiDocument.ReadAsync(fixture.Fresh().Gateway);

        var times = PropertiesOf(document).Where(property => property.Name.EndsWith("_at", StringComparison.Ordinal) && property.Type != "KeyRequest").ToArray();

        times.Length.ShouldBeGreaterThan(8);
        foreach (var (type, name, schema) in times)
        {
            schema.GetProperty("format").GetString().ShouldBe("date-time", $"{type}.{name}");
            schema.GetProperty("type").ToString().ShouldContain("string", customMessage: $"{type}.{name}");
        }
    }

    [Fact]
    public async Task TimesGoOutInUtcWhateverTheyCameAs()
    {
        var (gateway, _) = fixture.Fresh();
        await using var upstream = await Upstream.StartAsync();
        await using var administered = await TestGateway.StartAsync(upstream, ("ApiKeys:0:Roles", "user,admin"));

        using var made = await administered.PostAsync("/admin/keys", """{"client_id": "a", "expires_at": "2030-12-31T02:00:00.5+02:00"}""");
        using var listed = await administered.Client.GetAsync(new Uri("/admin/keys", UriKind.Relative));

        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var info = JsonElement.Parse(await made.Content.ReadAsStringAsync()).GetProperty("info");
        info.GetProperty("expires_at").GetString().ShouldBe("2030-12-31T00:00:00.500000Z");
        info.GetProperty("created_at").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
        var document = await ApiDocument.ReadAsync(gateway);
        var keys = document.Operations.Single(operation => operation.ToString() == "GET /admin/keys").Described.GetProperty("responses").GetProperty("200");
        document.Misfits(keys.GetProperty("content").GetProperty("application/json").GetProperty("schema"), JsonElement.Parse(await listed.Content.ReadAsStringAsync())).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("KeyInfo", "status", "active,expired,revoked")]
    [InlineData("KeyInfo", "source", "store,configuration")]
    [InlineData("RunInfo", "status", "running,completed,failed,cancelled,interrupted")]
    [InlineData("HealthReportBody", "status", "healthy,unhealthy")]
    public async Task AFieldOfFewValuesNamesThem(string type, string name, string values)
    {
        var document = await ApiDocument.ReadAsync(fixture.Fresh().Gateway);

        var schema = PropertiesOf(document).Single(property => property.Type == type && property.Name == name).Schema;

        schema.GetProperty("enum").EnumerateArray().Select(value => value.GetString()).ShouldBe(values.Split(','));
    }

    [Fact]
    public async Task ARoleThatThereIsNotIsNoneOfTheSchemas()
    {
        var document = await ApiDocument.ReadAsync(fixture.Fresh().Gateway);

        var roles = PropertiesOf(document).Single(property => property is { Type: "KeyRequest", Name: "roles" }).Schema;

        document.Resolve(roles.GetProperty("items")).GetProperty("enum").EnumerateArray().Select(role => role.GetString()).ShouldBe(["user", "admin"]);
    }

    [Fact]
    public async Task AListSaysHowLongItIsWhenNothingIsSaid()
    {
        var document = await ApiDocument.ReadAsync(fixture.Fresh().Gateway);

        var lengths = document.Operations.Where(operation => operation.Described.TryGetProperty("parameters", out _))
            .SelectMany(operation => operation.Described.GetProperty("parameters").EnumerateArray().Where(parameter => parameter.GetProperty("name").GetString() == "limit")
                .Select(parameter => $"{operation.Path} {parameter.GetProperty("schema").GetProperty("default")}"));

        lengths.Order(StringComparer.Ordinal).ShouldBe(["/admin/keys 100", "/artifacts 50", "/documents 100"]);
    }

    [Fact]
    public async Task AFieldThatIsThereEvenWhenItIsNullIsRequired()
    {
        var document = await ApiDocument.ReadAsync(fixture.Fresh().Gateway);

        var error = document.Resolve(PropertiesOf(document).Single(property => property is { Type: "OpenAiErrorResponse", Name: "error" }).Schema);

        error.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["message", "type", "param", "code"], ignoreOrder: true);
    }

    private static IEnumerable<(string Type, string Name, JsonElement Schema)> PropertiesOf(ApiDocument document) => document.Root.GetProperty("components").GetProperty("schemas").EnumerateObject()
        .Where(type => type.Value.TryGetProperty("properties", out _))
        .SelectMany(type => type.Value.GetProperty("properties").EnumerateObject().Select(property => (type.Name, property.Name, property.Value)));
}
