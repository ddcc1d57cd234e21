using Postvakt.Incidents;

namespace Postvakt.Tests.Incidents;

public sealed class PlaybookTests
{
    [Fact]
    public void Shipped_HasTheStepsOfTheResponse()
    {
        var ids = Playbook.Default.Steps.Select(s => s.Id).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        foreach (var step in (string[])["lock-release", "warn-staff", "ask-senders", "sweep", "reset-accounts", "tell-partners", "tell-authorities", "close"]) Assert.Contains(step, ids);
        Assert.True(Array.IndexOf(ids, "lock-release") < Array.IndexOf(ids, "warn-staff"));
    }

    [Fact]
    public void OwnPlaybook_IsRead_WithComments()
    {
        var (playbook, faults) = Playbook.Read("""{ "steps": [ /* first */ { "id": "call", "title": "Call the duty officer" }, ] }""");
        Assert.Empty(faults);
        Assert.Equal(new PlaybookStep("call", "Call the duty officer", null, null), Assert.Single(playbook!.Steps));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not JSON")]
    [InlineData("null", "no list")]
    [InlineData("{}", "no list")]
    [InlineData("""{"steps":[]}""", "1 to 100 steps")]
    [InlineData("""{"steps":[null]}""", "step 1 needs an id")]
    [InlineData("""{"steps":[{"id":"A B","title":"x"}]}""", "step 1 needs an id")]
    [InlineData("""{"steps":[{"id":"a","title":" "}]}""", "step a needs a title")]
    [InlineData("""{"steps":[{"id":"a","title":"x"},{"id":"a","title":"y"}]}""", "2 steps a")]
    [InlineData("""{"steps":[{"id":"a","title":"x","why":{"deep":1}}]}""", "not JSON")]
    public void BrokenPlaybook_IsRefused_WithASentence(string json, string expected)
    {
        var (playbook, faults) = Playbook.Read(json);
        Assert.Null(playbook);
        Assert.Contains(faults, f => f.Contains(expected, StringComparison.Ordinal));
    }
}
