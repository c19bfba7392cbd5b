using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MctsAspire.AppHost.Model;

namespace MctsAspire.AppHost.Publishing;

/// <summary>The manifests of an application. The same model gives the same bytes on every machine.</summary>
internal static partial class Manifests
{
    private const string Application = "mcts-aspire";
    private const string DataPath = "/data";
    private const int DotnetUser = 1654;
    private static readonly string[] OptionalSecrets = ["openai-api-key", "anthropic-api-key", "pinecone-api-key", "pinecone-host", "braintrust-api-key", "wandb-api-key"];

    /// <summary>Writes all manifests.</summary>
    /// <param name="model">The model.</param>
    /// <param name="executionContext">What the application was built for.</param>
    /// <returns>The texts by file name.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> WriteAsync(DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["namespace.yaml"] = Yaml.Write([Namespace().ToDictionary()]),
        };
        var secrets = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var resource in model.Resources)
        {
            if (resource is not (ProjectResource or RedisResource))
                continue;
            var environment = await PublishedEnvironment.OfAsync(resource, executionContext);
            secrets.UnionWith(environment.Select(entry => entry.SecretKey).OfType<string>());
            var documents = resource is RedisResource redis ? Redis(redis) : Service(resource, environment);
            files[resource.Name + ".yaml"] = Yaml.Write(documents.Select(document => document.ToDictionary()));
        }

        files["kustomization.yaml"] = SecretsNote(secrets) + Yaml.Write([Kustomization(files.Keys).ToDictionary()]);
        return files;
    }

    private static List<Map> Service(IResource resource, IReadOnlyList<EnvironmentEntry> environment)
    {
        var name = resource.Name;
        var project = ((ProjectResource)resource).GetProjectMetadata().ProjectPath;
        var image = KebabCase().Replace(Path.GetFileNameWithoutExtension(project), "-$0").ToLowerInvariant();
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        var hasState = resource.Annotations.OfType<StateAnnotation>().Any();
        var configuration = Configuration(name, environment, endpoints);
        var container = new Map
        {
            { "name", name },
            { "image", $"{Application}/{image}:{Version()}" },
            { "imagePullPolicy", "IfNotPresent" },
            { "ports", endpoints.Select(endpoint => new Map { { "name", endpoint.Name }, { "containerPort", ClusterPorts.Of(endpoint) } }.ToDictionary()).ToList() },
            { "envFrom", new[] { new Map { { "configMapRef", new Map { { "name", name } } } }.ToDictionary() } },
            { "env", Secrets(environment) },
            { "startupProbe", Probe("/health", period: 2, failures: 60) },
            { "livenessProbe", Probe("/health", period: 30, failures: 3) },
            { "readinessProbe", Probe("/ready", period: 10, failures: 3) },
            { "resources", Resources(image) },
            { "securityContext", ContainerSecurity() },
            { "volumeMounts", new[] { Mount("data", DataPath), Mount("tmp", "/tmp") } },
        };
        var documents = new List<Map> { Account(name), configuration };
        if (hasState)
            documents.Add(Disk(name));
        documents.Add(ClusterService(name, endpoints));
        documents.Add(Deployment(name, hasState, Hash(configuration), DotnetUser, container,
            [Volume("data", hasState ? name : null), Volume("tmp", null)]));
        return documents;
    }

    private static List<Map> Redis(RedisResource redis)
    {
        const int redisUser = 999;

        // It holds the journal and the budgets of language calls: what is written survives the container, and when memory is full it refuses instead of dropping any.
        string[] command = ["redis-server", "--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory", ContainerSize.RedisMemory, "--maxmemory-policy", "noeviction"];
        var endpoint = redis.PrimaryEndpoint.EndpointAnnotation;
        var image = redis.Annotations.OfType<ContainerImageAnnotation>().Last();
        var password = redis.PasswordParameter;
        var container = new Map
        {
            { "name", redis.Name },
            { "image", $"{image.Registry}/{image.Image}:{image.Tag}" },
            { "imagePullPolicy", "IfNotPresent" },
            { "args", password is null ? Texts(command) : Texts([.. command, "--requirepass", "$(REDISCLI_AUTH)"]) },
            { "ports", new[] { new Map { { "name", endpoint.Name }, { "containerPort", ClusterPorts.Of(endpoint) } }.ToDictionary() } },
            { "env", password is null ? null : Secrets([new EnvironmentEntry("REDISCLI_AUTH", null, password.Name)]) },
            { "startupProbe", Ping(period: 2, failures: 30) },
            { "livenessProbe", Ping(period: 30, failures: 3) },
            { "readinessProbe", Ping(period: 10, failures: 3) },
            { "resources", Resources("redis") },
            { "securityContext", ContainerSecurity() },
            { "volumeMounts", new[] { Mount("data", DataPath) } },
        };
        return
        [
            Account(redis.Name), Disk(redis.Name), ClusterService(redis.Name, [endpoint]), Deployment(redis.Name, hasState: true, null, redisUser, container, [Volume("data", redis.Name)]),
        ];
    }

    private static string SecretsNote(IEnumerable<string> secrets)
    {
        var note = new StringBuilder($"# kubectl apply -k k8s, after the secret {Application} was made in the namespace {Application}, with the keys:\n");
        foreach (var secret in secrets)
        {
            note.Append(secret switch
            {
                "api-key-hash" => "#   api-key-hash    SHA-256 of the first API key, in hexadecimal: printf %s \"$KEY\" | sha256sum\n",
                "redis-password" => "#   redis-password  a password of your own, for Redis\n",
                "openai-api-key" => "#   openai-api-key  optional: a language model instead of the embedded reasoner\n",
                "anthropic-api-key" => "#   anthropic-api-key  optional: a language model of Anthropic\n",
                "pinecone-api-key" => "#   pinecone-api-key  optional, with pinecone-host: an index for the router's decisions\n",
                "pinecone-host" => "#   pinecone-host   optional: the https address of that index\n",
                "braintrust-api-key" => "#   braintrust-api-key  optional: decisions and training runs at Braintrust\n",
                "wandb-api-key" => "#   wandb-api-key   optional: training runs at Weights & Biases\n",
                _ => $"#   {secret}\n",
            });
        }

        return note.ToString();
    }

    private static string Hash(Map configuration) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Yaml.Write([configuration.ToDictionary()]))));

    private static string Version() => typeof(Manifests).Assembly.GetName().Version!.ToString(3);

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex KebabCase();
}
