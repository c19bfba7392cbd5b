namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>The kinds of JSON that a request body is made of.</summary>
internal enum JsonShapeKind
{
    Anything,
    Text,
    Boolean,
    Integer,
    Number,
    Array,
    Map,
    Object,
}
