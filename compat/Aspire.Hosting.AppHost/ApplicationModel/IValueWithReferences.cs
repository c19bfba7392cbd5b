namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value made of other parts of the model.</summary>
public interface IValueWithReferences
{
    /// <summary>The parts.</summary>
    IEnumerable<object> References { get; }
}
