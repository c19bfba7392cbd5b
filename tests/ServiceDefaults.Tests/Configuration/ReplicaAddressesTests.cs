using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.ServiceDefaults.Tests.Configuration;

public sealed class ReplicaAddressesTests
{
    [Fact]
    public void ReplicasAreGatheredUnderTheirServiceInTheirOrder()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["services:mcts-10:grpc:0"] = "http://h:10",
            ["services:mcts-2:grpc:0"] = "http://h:2",
            ["services:mcts-1:grpc:0"] = "http://h:1",
            ["services:mcts-1:http:0"] = "http://h:101",
            ["services:mcts-x:grpc:0"] = "http://h:9",
            ["services:llm-gateway:grpc:0"] = "http://h:7",
        });

        ReplicaAddresses.Fold(configuration);

        configuration.GetSection("services:mcts:grpc").GetChildren().Select(address => address.Value).ShouldBe(["http://h:1", "http://h:2", "http://h:10"]);
        configuration["services:mcts:http:0"].ShouldBe("http://h:101");
        configuration["services:llm-gateway:grpc:0"].ShouldBe("http://h:7");
    }

    [Fact]
    public void WithoutReplicasNothingChanges()
    {
        var configuration = new ConfigurationManager();

        ReplicaAddresses.Fold(configuration);

        configuration.GetSection("services").GetChildren().ShouldBeEmpty();
    }
}
