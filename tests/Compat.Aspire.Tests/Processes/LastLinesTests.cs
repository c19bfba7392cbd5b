using Aspire.Hosting.Orchestration;

namespace MctsAspire.Compat.Aspire.Tests.Processes;

public sealed class LastLinesTests
{
    private readonly LastLines _lines = new();

    [Fact]
    public void NothingPrintedIsNoReason() => _lines.Reason().ShouldBeNull();

    [Fact]
    public void StandardErrorTellsMore()
    {
        _lines.Add("SEED is wrong", isError: true);
        _lines.Add("good bye", isError: false);

        _lines.Reason().ShouldBe("SEED is wrong");
    }

    [Fact]
    public void AnUnhandledExceptionIsTheReasonAndNotItsTrace()
    {
        _lines.Add("Unhandled exception. System.IO.IOException: no room", isError: true);
        _lines.Add(" ---> System.Exception: deep", isError: true);
        _lines.Add("   at Program.Main()", isError: true);
        _lines.Add("   --- End of inner exception stack trace ---", isError: true);

        _lines.Reason().ShouldBe("Unhandled exception. System.IO.IOException: no room");
    }

    [Fact]
    public void OfALogRecordTheMessageIsTheReason()
    {
        _lines.Add("""{"LogLevel":"Error","Message":"the port is taken","State":{"Message":"x"}}""", isError: false);

        _lines.Reason().ShouldBe("the port is taken");
    }

    [Fact]
    public void WhatLooksLikeALogRecordAndIsNoneStandsForItself()
    {
        _lines.Add("{ not json", isError: false);

        _lines.Reason().ShouldBe("{ not json");
    }

    [Fact]
    public void AVeryLongReasonIsCut()
    {
        _lines.Add(new string('x', 10_000), isError: true);

        _lines.Reason()!.Length.ShouldBe(501);
    }

    [Fact]
    public void OldLinesAreForgotten()
    {
        _lines.Add("old", isError: true);
        for (var i = 0; i < 50; i++)
            _lines.Add("new", isError: false);

        _lines.Reason().ShouldBe("new");
    }
}
