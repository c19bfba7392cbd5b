namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>What a good answer to a task says.</summary>
internal abstract record ExpectedAnswer
{
    /// <summary>How good an answer is, from 0 to 1.</summary>
    /// <param name="response">The answer in words.</param>
    /// <param name="answerable">Whether it says that the documents hold an answer.</param>
    public abstract double Score(string response, bool answerable);
}
