using System.Diagnostics;
using System.Globalization;
using MctsAspire.Testing;
using YamlDotNet.RepresentationModel;

namespace MctsAspire.AppHost.Tests.Publishing;

public sealed class PublishTests : IDisposable
{
    private static readonly string[] Services = ["gateway", "llm-gateway", "mcts-1", "mcts-2", "meta-controller", "orchestrator"];
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TheCommittedFolderIsWhatPublishWrites()
    {
        await PublishAsync();

        Files(_folder.Path).ShouldBe(Files(Path.Combine(Repository.Root, "k8s")), "k8s/ is stale: run dotnet run --project AppHost -- publish --output k8s and commit it");
    }

    [Fact]
    public async Task NothingOfThisMachineReachesTheFiles()
    {
        await PublishAsync([], new("MCTS_API_KEY", "mcts_very-secret"), new("OPENAI_API_KEY", "sk-very-secret-0123456789"), new("SEED", "7"), new("Parameters__api-key-hash", "very-secret"));

        Files(_folder.Path).ShouldBe(Files(Path.Combine(Repository.Root, "k8s")));
    }

    [Fact]
    public async Task EveryServiceAndRedisHasAllItNeeds()
    {
        await PublishAsync();

        foreach (var service in Services)
        {
            var documents = Documents(service);
            documents.Keys.ShouldBeSubsetOf(["ServiceAccount", "ConfigMap", "PersistentVolumeClaim", "Service", "Deployment"]);
            foreach (var kind in new[] { "ServiceAccount", "ConfigMap", "Service", "Deployment" })
                documents.ShouldContainKey(kind);
            var container = Container(documents);
            Text(container, "livenessProbe", "httpGet", "path").ShouldBe("/health");
            Text(container, "livenessProbe", "periodSeconds").ShouldBe("30");
            Text(container, "readinessProbe", "httpGet", "path").ShouldBe("/ready");
            Text(container, "readinessProbe", "periodSeconds").ShouldBe("10");
            Text(container, "startupProbe", "httpGet", "path").ShouldBe("/health");
        }

        var redis = Documents("redis");
        redis.Keys.ShouldBe(["ServiceAccount", "PersistentVolumeClaim", "Service", "Deployment"]);
        foreach (var documents in Services.Append("redis").Select(Documents))
        {
            var container = Container(documents);
            Text(container, "securityContext", "readOnlyRootFilesystem").ShouldBe("true");
            Text(container, "securityContext", "allowPrivilegeEscalation").ShouldBe("false");
            Text(documents["Deployment"], "spec", "template", "spec", "securityContext", "runAsNonRoot").ShouldBe("true");
            foreach (var bound in new[] { "requests", "limits" })
            {
                Text(container, "resources", bound, "cpu").ShouldNotBeEmpty();
                Text(container, "resources", bound, "memory").ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public async Task WhatRedisHoldsOutlivesItsContainer()
    {
        await PublishAsync();

        var redis = Documents("redis");
        var volumes = (YamlSequenceNode)Node(redis["Deployment"], "spec", "template", "spec", "volumes");
        Text(volumes.Single(), "persistentVolumeClaim", "claimName").ShouldBe(Text(redis["PersistentVolumeClaim"], "metadata", "name"));
        Text(redis["Deployment"], "spec", "strategy", "type").ShouldBe("Recreate");
        var arguments = ((YamlSequenceNode)Node(Container(redis), "args")).Select(argument => ((YamlScalarNode)argument).Value).ToList();
        arguments[arguments.IndexOf("--appendonly") + 1].ShouldBe("yes");
        arguments[arguments.IndexOf("--maxmemory-policy") + 1].ShouldBe("noeviction");
    }

    [Fact]
    public async Task OnlyServicesThatKeepSomethingHaveADiskAndNeverTwoInstances()
    {
        await PublishAsync();

        foreach (var service in Services)
        {
            var documents = Documents(service);
            var keepsState = service is "orchestrator" or "meta-controller" or "gateway";
            documents.ContainsKey("PersistentVolumeClaim").ShouldBe(keepsState);
            Text(documents["Deployment"], "spec", "strategy", "type").ShouldBe(keepsState ? "Recreate" : "RollingUpdate");
            Text(documents["Deployment"], "spec", "replicas").ShouldBe("1");
        }
    }

    [Fact]
    public async Task APodThatGoesHasLessToWaitForThanItsGracePeriod()
    {
        await PublishAsync();

        foreach (var service in Services)
        {
            var documents = Documents(service);
            var settings = Node(documents["ConfigMap"], "data");
            var wait = int.Parse(Text(settings, "Server__DrainDelaySeconds"), CultureInfo.InvariantCulture) + int.Parse(Text(settings, "Server__DrainSeconds"), CultureInfo.InvariantCulture);
            wait.ShouldBeLessThan(int.Parse(Text(documents["Deployment"], "spec", "template", "spec", "terminationGracePeriodSeconds"), CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task ServicesFindEachOtherByTheNamesOfTheCluster()
    {
        await PublishAsync();

        var orchestrator = (YamlMappingNode)Node(Documents("orchestrator")["ConfigMap"], "data");
        var addresses = orchestrator.Where(entry => entry.Key.ToString().StartsWith("services__", StringComparison.Ordinal)).ToDictionary(entry => entry.Key.ToString(), entry => entry.Value.ToString());

        addresses["services__llm-gateway__grpc__0"].ShouldBe("http://llm-gateway:8081");
        addresses["services__meta-controller__grpc__0"].ShouldBe("http://meta-controller:8081");
        addresses["services__mcts-1__grpc__0"].ShouldBe("http://mcts-1:8081");
        addresses["services__mcts-2__grpc__0"].ShouldBe("http://mcts-2:8081");
        Text(Documents("gateway")["ConfigMap"], "data", "services__orchestrator__http__0").ShouldBe("http://orchestrator:8080");
        Text(orchestrator, "GRPC_PORT").ShouldBe("8081");
        foreach (var target in addresses.Values.Select(address => new Uri(address)))
        {
            var ports = (YamlSequenceNode)Node(Documents(target.Host)["Service"], "spec", "ports");
            ports.Select(port => Text(port, "port")).ShouldContain(target.Port.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task SecretsAreReferencesOnly()
    {
        await PublishAsync();

        var gateway = Environment("gateway");
        gateway["ApiKeys__0__Hash"].ShouldBe("mcts-aspire/api-key-hash");
        gateway["REDIS_PASSWORD"].ShouldBe("mcts-aspire/redis-password");
        gateway["ConnectionStrings__redis"].ShouldBe("redis:6379,password=$(REDIS_PASSWORD)");
        gateway.Keys.ToList().IndexOf("REDIS_PASSWORD").ShouldBeLessThan(gateway.Keys.ToList().IndexOf("ConnectionStrings__redis"));
        Environment("llm-gateway")["OPENAI_API_KEY"].ShouldBe("mcts-aspire/openai-api-key optional");
        Environment("llm-gateway")["ANTHROPIC_API_KEY"].ShouldBe("mcts-aspire/anthropic-api-key optional");
        Environment("meta-controller")["PINECONE_API_KEY"].ShouldBe("mcts-aspire/pinecone-api-key optional");
        Environment("meta-controller")["WANDB_API_KEY"].ShouldBe("mcts-aspire/wandb-api-key optional");
        Environment("redis")["REDISCLI_AUTH"].ShouldBe("mcts-aspire/redis-password");
        string.Concat(Files(_folder.Path).Values).ShouldNotContain("kind: Secret");
    }

    [Fact]
    public async Task EachReplicaIsWrittenAndOneThatIsGoneIsRemoved()
    {
        await PublishAsync(["--replicas", "3"]);
        _folder.Write("ingress.yaml", "kind: Ingress # written by hand\n");
        Files(_folder.Path).Keys.ShouldContain("mcts-3.yaml");

        await PublishAsync();

        Files(_folder.Path).Keys.ShouldNotContain("mcts-3.yaml");
        Files(_folder.Path).Keys.ShouldContain("ingress.yaml");
    }

    [Fact]
    public async Task WordsThatYamlTakesForSomethingElseAreQuoted()
    {
        await PublishAsync();

        Files(_folder.Path)["redis.yaml"].ShouldContain("- \"yes\"");
        Files(_folder.Path)["orchestrator.yaml"].ShouldContain("GRPC_PORT: \"8081\"");
    }

    [Fact]
    public async Task AFolderThatCantBeWrittenToIsOneLine()
    {
        _folder.Write("file", "");

        var (exitCode, lines) = await AppHostProgram.RunAsync(["publish", "--output", _folder["file"]]);

        exitCode.ShouldBe(1);
        lines.ShouldHaveSingleItem().ShouldContain("name another folder with --output");
    }

    [RequiresFact("kubectl")]
    public async Task KustomizeTakesTheFolder()
    {
        await PublishAsync();

        var start = new ProcessStartInfo("kubectl", ["kustomize", _folder.Path]) { RedirectStandardOutput = true };
        using var kubectl = Process.Start(start)!;
        var yaml = await kubectl.StandardOutput.ReadToEndAsync();
        await kubectl.WaitForExitAsync();

        kubectl.ExitCode.ShouldBe(0);
        yaml.ShouldContain("kind: Deployment");
    }

    public void Dispose() => _folder.Dispose();

    private static SortedDictionary<string, string> Files(string folder) =>
        new(Directory.EnumerateFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText), StringComparer.Ordinal);

    private static YamlNode Node(YamlNode node, params string[] path) => path.Aggregate(node, (current, key) => ((YamlMappingNode)current).Children[new YamlScalarNode(key)]);

    private static string Text(YamlNode node, params string[] path) => ((YamlScalarNode)Node(node, path)).Value!;

    private static YamlNode Container(Dictionary<string, YamlMappingNode> documents) => ((YamlSequenceNode)Node(documents["Deployment"], "spec", "template", "spec", "containers")).Single();

    private Dictionary<string, YamlMappingNode> Documents(string name)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(_folder[name + ".yaml"]);
        stream.Load(reader);
        return stream.Documents.Select(document => (YamlMappingNode)document.RootNode).ToDictionary(document => Text(document, "kind"));
    }

    private OrderedDictionary<string, string> Environment(string name)
    {
        var variables = (YamlSequenceNode)Node(Container(Documents(name)), "env");
        return new(variables.Cast<YamlMappingNode>().Select(variable => new KeyValuePair<string, string>(Text(variable, "name"), Value(variable))));
    }

    private static string Value(YamlMappingNode variable)
    {
        if (variable.Children.ContainsKey(new YamlScalarNode("value")))
            return Text(variable, "value");
        var secret = (YamlMappingNode)Node(variable, "valueFrom", "secretKeyRef");
        var optional = secret.Children.ContainsKey(new YamlScalarNode("optional")) ? " optional" : "";
        return $"{Text(secret, "name")}/{Text(secret, "key")}{optional}";
    }

    private async Task PublishAsync(string[]? arguments = null, params KeyValuePair<string, string?>[] environment)
    {
        var (exitCode, lines) = await AppHostProgram.RunAsync(["publish", "--output", _folder.Path, .. arguments ?? []], environment);
        exitCode.ShouldBe(0, string.Join('\n', lines));
    }
}
