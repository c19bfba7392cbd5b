using MctsAspire.AppHost.Commands;

namespace MctsAspire.AppHost.Model;

/// <summary>What the services of this application have in common.</summary>
internal static class ModelExtensions
{
    private const string GrpcEndpoint = "grpc";

    /// <summary>Adds the endpoint for gRPC and tells the service its port, so that it speaks HTTP/2 there.</summary>
    public static IResourceBuilder<ProjectResource> WithGrpcEndpoint(this IResourceBuilder<ProjectResource> service) =>
        service.WithHttpEndpoint(name: GrpcEndpoint)
            .WithEnvironment("GRPC_PORT", service.GetEndpoint(GrpcEndpoint).Property(EndpointProperty.TargetPort));

    /// <summary>Tells a service where another speaks gRPC, and where it says whether it is ready.</summary>
    /// <remarks>The variable of the gRPC endpoint is set here, since some versions of Aspire name it by the scheme and not by the endpoint.</remarks>
    public static IResourceBuilder<ProjectResource> WithServiceReference(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ProjectResource> other) =>
        service.WithReference(other.GetEndpoint("http"))
            .WithEnvironment($"services__{other.Resource.Name}__{GrpcEndpoint}__0", other.GetEndpoint(GrpcEndpoint));

    /// <summary>Tells a replica where the others speak gRPC. They don't wait for each other: a search does without those that aren't there.</summary>
    public static void WithPeers(this IResourceBuilder<ProjectResource> replica, IEnumerable<IResourceBuilder<ProjectResource>> replicas)
    {
        foreach (var other in replicas.Where(other => other.Resource != replica.Resource))
            replica.WithEnvironment($"services__{other.Resource.Name}__{GrpcEndpoint}__0", other.GetEndpoint(GrpcEndpoint));
    }

    /// <summary>Hands on the settings of .env, the data folder and where telemetry goes.</summary>
    public static IResourceBuilder<ProjectResource> WithSettings(this IResourceBuilder<ProjectResource> service, AppCommand command)
    {
        foreach (var (name, value) in command.HandedOn)
            service.WithEnvironment(name, value);
        return service;
    }

    /// <summary>Says that a service keeps what it must not lose.</summary>
    public static IResourceBuilder<ProjectResource> WithState(this IResourceBuilder<ProjectResource> service) => service.WithAnnotation<StateAnnotation>();

    /// <summary>Hands the Redis server on, when the application has one.</summary>
    public static IResourceBuilder<ProjectResource> WithRedis(this IResourceBuilder<ProjectResource> service, IResourceBuilder<RedisResource>? redis) =>
        redis is null ? service : service.WithReference(redis).WaitFor(redis);

    /// <summary>Names the secrets of the language providers for a deployment; when the app runs they come with the settings.</summary>
    public static IResourceBuilder<ProjectResource> WithLanguageSecrets(this IResourceBuilder<ProjectResource> service, AppCommand command) =>
        command.IsPublishing
            ? service.WithEnvironment("OPENAI_API_KEY", service.ApplicationBuilder.AddParameter("openai-api-key", secret: true))
                .WithEnvironment("ANTHROPIC_API_KEY", service.ApplicationBuilder.AddParameter("anthropic-api-key", secret: true))
            : service;

    /// <summary>Names what a deployment needs to tell services outside of decisions; when the app runs it comes with the settings.</summary>
    public static IResourceBuilder<ProjectResource> WithIntegrationSecrets(this IResourceBuilder<ProjectResource> service, AppCommand command) =>
        command.IsPublishing
            ? service.WithEnvironment("PINECONE_API_KEY", service.ApplicationBuilder.AddParameter("pinecone-api-key", secret: true))
                .WithEnvironment("PINECONE_HOST", service.ApplicationBuilder.AddParameter("pinecone-host", secret: true))
                .WithEnvironment("BRAINTRUST_API_KEY", service.ApplicationBuilder.AddParameter("braintrust-api-key", secret: true))
                .WithEnvironment("WANDB_API_KEY", service.ApplicationBuilder.AddParameter("wandb-api-key", secret: true))
            : service;

    /// <summary>Tells the Gateway the hash of the development key, never the key.</summary>
    public static IResourceBuilder<ProjectResource> WithDevelopmentKey(this IResourceBuilder<ProjectResource> gateway, AppCommand command) =>
        gateway.WithEnvironment("ApiKeys__0__Hash", gateway.ApplicationBuilder.AddParameter("api-key-hash", () => command.KeyHash, secret: true))
            .WithEnvironment("ApiKeys__0__ClientId", "client_0");
}
