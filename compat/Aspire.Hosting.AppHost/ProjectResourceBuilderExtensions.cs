using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting;

/// <summary>Adds .NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project that the AppHost references.</summary>
    /// <typeparam name="TProject">Its generated class, as <c>Projects.Gateway</c>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, launchProfileName: null);

    /// <summary>Adds a project that the AppHost references.</summary>
    /// <typeparam name="TProject">Its generated class, as <c>Projects.Gateway</c>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="launchProfileName">Not used: this stand-in reads no launch profiles.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ProjectResource(name))
            .WithAnnotation<IProjectMetadata>(new TProject())
            .WithEnvironment(context => ProjectEnvironment.AddTelemetry(builder, context))
            .WithEnvironment(ProjectEnvironment.AddUrls);
    }

    /// <summary>Runs a project as several processes. Each gets ports of its own, and others are told all of them.</summary>
    /// <param name="builder">The project.</param>
    /// <param name="replicas">The number of processes, at least 1.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Where a project is.</summary>
    /// <param name="projectResource">The project.</param>
    /// <returns>Its file.</returns>
    public static IProjectMetadata GetProjectMetadata(this ProjectResource projectResource)
    {
        ArgumentNullException.ThrowIfNull(projectResource);
        return projectResource.Annotations.OfType<IProjectMetadata>().Single();
    }
}
