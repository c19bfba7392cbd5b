namespace Aspire.Hosting.ApplicationModel;

/// <summary>A way to make a parameter's default value.</summary>
public abstract class ParameterDefault
{
    /// <summary>Makes the value.</summary>
    /// <returns>The value.</returns>
    public abstract string GetDefaultValue();
}
