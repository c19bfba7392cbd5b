using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Builds the model of an application.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>The application's configuration.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder of the application's project.</summary>
    string AppHostDirectory { get; }

    /// <summary>The application's assembly.</summary>
    Assembly? AppHostAssembly { get; }

    /// <summary>The environment that the application runs in.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>What the application is built for.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The resources so far.</summary>
    IResourceCollection Resources { get; }

    /// <summary>Adds a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>A builder for it.</returns>
    /// <exception cref="DistributedApplicationException">The name is taken.</exception>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>A builder for a resource that is not added.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The builder.</returns>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource;

    /// <summary>Builds the application.</summary>
    /// <returns>The application.</returns>
    DistributedApplication Build();
}
