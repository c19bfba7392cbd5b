namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds to the command-line arguments of a resource when it starts.</summary>
/// <param name="callback">Adds the arguments.</param>
public class CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Adds arguments with a callback that doesn't wait.</summary>
    /// <param name="callback">Adds the arguments.</param>
    public CommandLineArgsCallbackAnnotation(Action<IList<object>> callback)
        : this(context =>
        {
            callback(context.Args);
            return Task.CompletedTask;
        })
    {
    }

    /// <summary>Adds the arguments.</summary>
    public Func<CommandLineArgsCallbackContext, Task> Callback { get; } = callback;
}
