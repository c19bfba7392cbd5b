using System.Text.Json.Nodes;
using MctsAspire.McpServer.Tests.Fixtures;

namespace MctsAspire.McpServer.Tests.Tools;

public class ArgumentTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("run_mcts", "query", """{"minLength":1,"maxLength":10000}""")]
    [InlineData("run_mcts", "iterations", """{"minimum":1,"maximum":10000,"default":100}""")]
    [InlineData("run_mcts", "exploration_weight", """{"minimum":0,"maximum":10,"default":1.414}""")]
    [InlineData("run_mcts", "seed", """{"minimum":0,"maximum":9007199254740991}""")]
    [InlineData("run_mcts", "use_rag", """{"type":"boolean","default":false}""")]
    [InlineData("query_agent", "agent_type", """{"enum":["hrm","trm","mcts","auto"]}""")]
    [InlineData("query_agent", "query", """{"minLength":1,"maxLength":10000}""")]
    [InlineData("query_agent", "temperature", """{"minimum":0,"maximum":2,"default":0.7}""")]
    [InlineData("query_agent", "max_tokens", """{"minimum":1,"maximum":100000}""")]
    public async Task TheInputSchemasCarryTheBounds(string tool, string argument, string bounds)
    {
        var tools = (await shared.Server.AskAsync("tools/list", "{}"))["result"]!["tools"]!.AsArray();
        var schema = tools.Single(item => item!["name"]!.GetValue<string>() == tool)!["inputSchema"]!;

        schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        foreach (var (name, value) in JsonNode.Parse(bounds)!.AsObject())
            JsonNode.DeepEquals(schema["properties"]![argument]![name], value).ShouldBeTrue($"{tool}.{argument}.{name}");
    }

    [Theory]
    [InlineData("run_mcts", """{}""", "query")]
    [InlineData("run_mcts", """{"query":""}""", "query", "1 to 10000")]
    [InlineData("run_mcts", """{"query":7}""", "query", "text")]
    [InlineData("run_mcts", """{"query":"a\u0000b"}""", "query", "NUL")]
    [InlineData("run_mcts", """{"query":"x","iterations":0}""", "iterations", "1 to 10000")]
    [InlineData("run_mcts", """{"query":"x","iterations":10001}""", "iterations", "1 to 10000")]
    [InlineData("run_mcts", """{"query":"x","iterations":1.5}""", "iterations", "integer")]
    [InlineData("run_mcts", """{"query":"x","iterations":"100"}""", "iterations", "integer")]
    [InlineData("run_mcts", """{"query":"x","exploration_weight":10.1}""", "exploration_weight", "0 to 10")]
    [InlineData("run_mcts", """{"query":"x","exploration_weight":-1}""", "exploration_weight", "0 to 10")]
    [InlineData("run_mcts", """{"query":"x","seed":-1}""", "seed")]
    [InlineData("run_mcts", """{"query":"x","use_rag":"yes"}""", "use_rag", "true or false")]
    [InlineData("run_mcts", """{"query":"x","iteration":5}""", "iteration")]
    [InlineData("run_mcts", """{"domain":"bandit","query":"x"}""", "query", "absent")]
    [InlineData("run_mcts", """{"query":"x","problem":{}}""", "problem", "absent")]
    [InlineData("run_mcts", """{"domain":"bandit","problem":[1]}""", "problem", "object")]
    [InlineData("query_agent", """{"query":"x"}""", "agent_type")]
    [InlineData("query_agent", """{"agent_type":"gpt","query":"x"}""", "agent_type", "hrm", "trm", "mcts", "auto")]
    [InlineData("query_agent", """{"agent_type":"hrm","query":"x","temperature":2.01}""", "temperature", "0 to 2")]
    [InlineData("query_agent", """{"agent_type":"hrm","query":"x","max_tokens":0}""", "max_tokens", "1 to 100000")]
    [InlineData("query_agent", """{"agent_type":"hrm","query":"x","max_tokens":100001}""", "max_tokens", "1 to 100000")]
    [InlineData("health_check", """{"verbose":true}""", "verbose")]
    public async Task ABadArgumentIsAToolErrorThatNamesItAndWhatIsAllowed(string tool, string arguments, params string[] words)
    {
        var result = await shared.Server.CallAsync(tool, arguments);

        result["isError"]!.GetValue<bool>().ShouldBeTrue();
        var text = result["content"]![0]!["text"]!.GetValue<string>();
        foreach (var word in words)
            text.Replace(",", "", StringComparison.Ordinal).ShouldContain(word);
        shared.Gateway.Requests.ShouldBeEmpty();
    }
}
