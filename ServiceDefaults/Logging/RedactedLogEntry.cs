using System.Collections;
using System.Globalization;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Texts;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>One log entry without its secrets. Whatever leaves the process as a log is made from this and from nothing else. Whoever is done with it may read the next entry into it.</summary>
internal sealed class RedactedLogEntry
{
    private const int MaximumAttributes = 64;
    private const int MaximumItems = 32;

    /// <summary>The message's template, and what ASP.NET Core's scopes say again under other names.</summary>
    private static readonly HashSet<string> Omitted = new(StringComparer.Ordinal)
    {
        "{OriginalFormat}", "RequestId", "ConnectionId", "SpanId", "TraceId", "ParentId", "TransportConnectionId",
    };

    private readonly List<KeyValuePair<string, object?>> _attributes = new(8);
    private SecretRedactor _redactor = null!;

    public string Message { get; private set; } = "";

    /// <summary>The values of the message and of the scopes around it, by name; the innermost wins.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Attributes => _attributes;

    /// <summary>The id of the request that is being served.</summary>
    public string? RequestId { get; private set; }

    public string? ExceptionType { get; private set; }

    public string? ExceptionMessage { get; private set; }

    public string? ExceptionDetail { get; private set; }

    /// <summary>Takes what a logger was given, in place of whatever the entry held.</summary>
    /// <returns>The entry itself.</returns>
    public RedactedLogEntry Read<TState>(SecretRedactor redactor, TState state, Exception? exception, Func<TState, Exception?, string> formatter, IExternalScopeProvider? scopes)
    {
        _redactor = redactor;
        _attributes.Clear();
        RequestId = null;
        ExceptionType = exception?.GetType().FullName;
        ExceptionMessage = exception is null ? null : _redactor.Redact(exception.Message);
        ExceptionDetail = exception is null ? null : _redactor.Redact(exception.ToString());
        Message = formatter(state, exception);
        scopes?.ForEachScope(static (scope, entry) => entry.AddAll(scope), this);
        AddAll(state);
        // At last, without the values that stand under a secret's name.
        Message = _redactor.Redact(Message);
        RequestId ??= RequestCorrelation.Current is { } id ? _redactor.Redact(id) : null;
        return this;
    }

    private void AddAll(object? values)
    {
        switch (values)
        {
            case IReadOnlyList<KeyValuePair<string, object?>> list:
                for (var index = 0; index < list.Count; index++)
                    Add(list[index].Key, list[index].Value);
                break;
            case IEnumerable<KeyValuePair<string, object?>> sequence:
                foreach (var (name, value) in sequence)
                    Add(name, value);
                break;
            case string text:
                Add("scope", text);
                break;
        }
    }

    private void Add(string name, object? value)
    {
        if (Omitted.Contains(name))
            return;
        if (name == RequestCorrelation.AttributeName && value is string id)
            RequestId = _redactor.Redact(id);
        else
            Set(_redactor.Name(name), value);
    }

    private void Set(SecretRedactor.KnownName name, object? value)
    {
        // Whether or not there is room for it, since the message may show it.
        var hidden = name.IsSecret ? Hide(value) : null;
        var index = IndexOf(name.Shown);
        if (index < 0 && _attributes.Count >= MaximumAttributes)
            return;
        var attribute = KeyValuePair.Create(name.Shown, hidden ?? Value(value));
        if (index < 0)
            _attributes.Add(attribute);
        else
            _attributes[index] = attribute;
    }

    private int IndexOf(string name)
    {
        for (var index = 0; index < _attributes.Count; index++)
        {
            if (_attributes[index].Key == name)
                return index;
        }

        return -1;
    }

    /// <summary>Masks a value, and also where the message shows it.</summary>
    private string Hide(object? value)
    {
        if (Text(value) is { Length: > 0 } text)
            Message = Message.Replace(text, Configuration.Secret.Mask, StringComparison.Ordinal);
        return Configuration.Secret.Mask;
    }

    private object? Value(object? value) => value switch
    {
        null or bool or int or long or double or float or short or byte or uint or ulong or decimal => value,
        string text => _redactor.Redact(text),
        DateTimeOffset moment => UtcTime.Format(moment),
        IEnumerable items => _redactor.Redact(string.Join(", ", items.Cast<object?>().Take(MaximumItems).Select(Text))),
        _ => _redactor.Redact(Text(value)),
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
