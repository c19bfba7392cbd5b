using MctsAspire.Orchestrator.Documents.Chunking;

namespace MctsAspire.Orchestrator.Tests.Documents;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("The tank is full. The pump is off.", "The tank is full.|The pump is off.")]
    [InlineData("Is it full? Yes! It is.", "Is it full?|Yes!|It is.")]
    [InlineData("It holds 3.5 l. It weighs 1,200.75 kg.", "It holds 3.5 l.|It weighs 1,200.75 kg.")]
    [InlineData("Use tools, e.g. a spanner. Then rest.", "Use tools, e.g. a spanner.|Then rest.")]
    [InlineData("Some tools, i.e. Spanner No. 5, are here. Take one.", "Some tools, i.e. Spanner No. 5, are here.|Take one.")]
    [InlineData("Dr. Smith met Prof. J. R. Jones. They spoke.", "Dr. Smith met Prof. J. R. Jones.|They spoke.")]
    [InlineData("The U.S. Army came. The U.S. It is large.", "The U.S. Army came.|The U.S.|It is large.")]
    [InlineData("He works at Acme Inc. The company is old.", "He works at Acme Inc.|The company is old.")]
    [InlineData("He came at 5 p.m. Nobody saw him.", "He came at 5 p.m.|Nobody saw him.")]
    [InlineData("See Fig. 3 and pp. 4-5. No. That is all.", "See Fig. 3 and pp. 4-5.|No.|That is all.")]
    [InlineData("\"Stop!\" he said. \"Why?\" she asked.", "\"Stop!\" he said.|\"Why?\" she asked.")]
    [InlineData("He said \"stop.\" Then he left.", "He said \"stop.\"|Then he left.")]
    [InlineData("Wait ... what? Yes... Then go.", "Wait ... what?|Yes...|Then go.")]
    [InlineData("It is known.[12] Others differ.[3][4] End.", "It is known.[12]|Others differ.[3][4]|End.")]
    [InlineData("Visit www.example.com. Ask for node.js there.", "Visit www.example.com.|Ask for node.js there.")]
    [InlineData("今日は晴れです。明日は雨？そうです！終わり", "今日は晴れです。|明日は雨？|そうです！|終わり")]
    [InlineData("「はい。」と言った。次。", "「はい。」|と言った。|次。")]
    [InlineData("Der Tank, z. B. der rote, ist voll. Gut.", "Der Tank, z. B. der rote, ist voll.|Gut.")]
    [InlineData("Pay $5. 12 men left.", "Pay $5.|12 men left.")]
    [InlineData("Line one\r\ngoes on. Line\r\ntwo.", "Line one\r\ngoes on.|Line\r\ntwo.")]
    [InlineData("No end mark", "No end mark")]
    [InlineData("  spaces around.  ", "spaces around.")]
    [InlineData("**Bold.** Then plain.", "**Bold.**|Then plain.")]
    [InlineData("1. Open the valve. 2. Close it.", "1. Open the valve.|2. Close it.")]
    [InlineData("", "")]
    public void TextIsCutIntoItsSentences(string text, string sentences) =>
        string.Join('|', SentenceSplitter.Split(text, 0, text.Length).Select(span => text[span.Start..span.End])).ShouldBe(sentences);
}
