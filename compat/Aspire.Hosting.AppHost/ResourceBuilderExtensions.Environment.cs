using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Says what a resource needs and knows.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <summary>Sets an environment variable.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value; null: empty.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.With(name, value ?? "");

    /// <summary>Sets an environment variable to an interpolated string whose values are known when the application runs.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment => builder.With(name, ReferenceExpression.Create(value));

    /// <summary>Sets an environment variable to an expression.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment => builder.With(name, value);

    /// <summary>Sets an environment variable when the resource starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="callback">Gives its value.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, Func<string> callback)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new EnvironmentCallbackAnnotation(name, callback));
    }

    /// <summary>Sets environment variables when the resource starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Sets them.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Action<EnvironmentCallbackContext> callback)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(callback);
        return builder.WithEnvironment(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });
    }

    /// <summary>Sets environment variables when the resource starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Sets them.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Func<EnvironmentCallbackContext, Task> callback)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new EnvironmentCallbackAnnotation(callback));
    }

    /// <summary>Sets an environment variable to the address of an endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.With(name, endpointReference);

    /// <summary>Sets an environment variable to the value of a parameter.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return builder.With(name, parameter.Resource);
    }

    /// <summary>Sets an environment variable to the connection string of a resource.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="envVarName">The variable.</param>
    /// <param name="resource">The resource that has the connection string.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string envVarName, IResourceBuilder<IResourceWithConnectionString> resource)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(resource);
        return builder.With(envVarName, new ConnectionStringReference(resource.Resource, optional: false));
    }

    /// <summary>Sets an environment variable to a value that is known when the application runs.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEnvironment<T, TValue>(this IResourceBuilder<T> builder, string name, TValue value)
        where T : IResourceWithEnvironment
        where TValue : IValueProvider, IManifestExpressionProvider => builder.With(name, value);

    /// <summary>Adds command-line arguments.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs => builder.WithArgs([.. args.Cast<object>()]);

    /// <summary>Adds command-line arguments that may be known only when the application runs.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="args">Texts and <see cref="IValueProvider"/>s.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params object[] args)
        where T : IResourceWithArgs
    {
        ArgumentNullException.ThrowIfNull(args);
        return builder.WithArgs(context =>
        {
            foreach (var argument in args)
                context.Args.Add(argument);
        });
    }

    /// <summary>Adds command-line arguments when the resource starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Adds them.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Action<CommandLineArgsCallbackContext> callback)
        where T : IResourceWithArgs
    {
        ArgumentNullException.ThrowIfNull(callback);
        return builder.WithArgs(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });
    }

    /// <summary>Adds command-line arguments when the resource starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="callback">Adds them.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, Func<CommandLineArgsCallbackContext, Task> callback)
        where T : IResourceWithArgs
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new CommandLineArgsCallbackAnnotation(callback));
    }

    private static IResourceBuilder<T> With<T>(this IResourceBuilder<T> builder, string name, object value)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return builder.WithAnnotation(new EnvironmentCallbackAnnotation(variables => variables[name] = value));
    }
}
