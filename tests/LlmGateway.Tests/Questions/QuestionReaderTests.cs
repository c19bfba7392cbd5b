using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Tests.Questions;

public sealed class QuestionReaderTests
{
    [Theory]
    [InlineData("Who built the mill?", nameof(AnswerType.Person))]
    [InlineData("When was it built?", nameof(AnswerType.Time))]
    [InlineData("In what year did it close?", nameof(AnswerType.Time))]
    [InlineData("Where is the mill?", nameof(AnswerType.Place))]
    [InlineData("Which country won?", nameof(AnswerType.Place))]
    [InlineData("How many soldiers were there?", nameof(AnswerType.Number))]
    [InlineData("What is the height of the tower?", nameof(AnswerType.Number))]
    [InlineData("How long is it?", nameof(AnswerType.Number))]
    [InlineData("Why did it fall?", nameof(AnswerType.Reason))]
    [InlineData("How is bread made?", nameof(AnswerType.Manner))]
    [InlineData("Is the bridge open?", nameof(AnswerType.YesNo))]
    [InlineData("List the ingredients", nameof(AnswerType.List))]
    [InlineData("What are the signs of spoilage?", nameof(AnswerType.List))]
    [InlineData("What does the commander do?", nameof(AnswerType.Thing))]
    [InlineData("Recommend defensive positions for night attack scenario", nameof(AnswerType.Statement))]
    public void TheKindOfAnswerFollowsFromTheWords(string text, string type) => QuestionReader.Read(text).Type.ToString().ShouldBe(type);

    [Theory]
    [InlineData("When did the oil crisis begin?", "begin")]
    [InlineData("Who discovered the first pulsar?", "discov")]
    [InlineData("When was the bridge built?", "build")]
    public void TheVerbIsFound(string text, string verb) => QuestionReader.Read(text).Verb.ShouldBe(verb);

    [Theory]
    [InlineData("How often must it be fed?", "feed")]
    [InlineData("The war was fought between which countries?", null)]
    public void TheVerbIsNotGuessedFromWordsThatAreNone(string text, string? verb) => QuestionReader.Read(text).Verb.ShouldBe(verb);

    [Theory]
    [InlineData("How heavy is Curiosity?", "heavi")]
    [InlineData("What is the height of the tower?", "height")]
    [InlineData("How many soldiers were there?", null)]
    [InlineData("Who built the mill?", null)]
    public void TheWordThatSaysWhatIsMeasuredIsFound(string text, string? stem)
    {
        var question = QuestionReader.Read(text);
        (question.Measure < 0 ? null : question.Terms[question.Measure].Stem).ShouldBe(stem);
    }

    [Theory]
    [InlineData("What is a pulsar?", true)]
    [InlineData("Define pulsars", true)]
    [InlineData("Who was Maxwell?", true)]
    [InlineData("What is the pulsar made of?", false)]
    [InlineData("What pulses?", false)]
    public void DefinitionsAreToldFromOtherQuestions(string text, bool isDefinition) => QuestionReader.Read(text).IsDefinition.ShouldBe(isDefinition);

    [Fact]
    public void AQuestionWithoutWordsIsReadAsWell() => QuestionReader.Read("?!").Terms.ShouldBeEmpty();

    [Theory]
    [InlineData("Who built it?")]
    [InlineData("And in winter?")]
    [InlineData("Why?")]
    [InlineData("What about its length?")]
    public void AFollowUpTakesOverTheWordsOfTheTurnBefore(string text)
    {
        var question = FollowUp.Read(text, [new Turn { Query = "When was the Harbour Bridge opened?", Response = "In 1925." }]);
        question.Terms.Where(term => term.Kind == TermKind.Carried).Select(term => term.Word).ShouldContain("harbour");
    }

    [Fact]
    public void AFollowUpOfAFollowUpGoesBackToWhatBothAreAbout()
    {
        var question = FollowUp.Read("And why?", [new Turn { Query = "When was the Harbour Bridge closed?" }, new Turn { Query = "Who closed it?" }]);
        question.Terms.Select(term => term.Word).ShouldContain("harbour");
    }

    [Fact]
    public void AQuestionThatStandsByItselfTakesNothingOver() =>
        FollowUp.Read("When does the bakery open on Sundays?", [new Turn { Query = "When was the Harbour Bridge opened?" }])
            .Terms.ShouldNotContain(term => term.Kind == TermKind.Carried);
}
