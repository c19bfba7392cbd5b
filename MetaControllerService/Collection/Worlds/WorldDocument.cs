namespace MctsAspire.MetaControllerService.Collection.Worlds;

/// <summary>A made-up document.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text.</param>
internal sealed record WorldDocument(string Id, string Title, string Text);
