namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds to the environment of a resource when it starts.</summary>
/// <param name="callback">Adds the variables.</param>
public class EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Adds variables with a callback that doesn't wait.</summary>
    /// <param name="callback">Adds the variables.</param>
    public EnvironmentCallbackAnnotation(Action<Dictionary<string, object>> callback)
        : this(context =>
        {
            callback(context.EnvironmentVariables);
            return Task.CompletedTask;
        })
    {
    }

    /// <summary>Adds one variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="callback">Gives its value.</param>
    public EnvironmentCallbackAnnotation(string name, Func<string> callback)
        : this(context =>
        {
            context.EnvironmentVariables[name] = callback();
            return Task.CompletedTask;
        })
    {
    }

    /// <summary>Adds the variables.</summary>
    public Func<EnvironmentCallbackContext, Task> Callback { get; } = callback;
}
