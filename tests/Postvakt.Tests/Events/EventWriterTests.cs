using System.Text;
using System.Text.Json;
using CsCheck;
using Postvakt.Detection;
using Postvakt.Events;
using Postvakt.Indicators;

namespace Postvakt.Tests.Events;

public sealed class EventWriterTests
{
    private static readonly Gen<string> Hostile = Gen.OneOf(Gen.String, Gen.String[Gen.Char['\0', '\u001f'], 0, 400], Gen.Const("\u202e\ud800\"}\r\n<!here>"), Gen.Const(new string('\udc00', 3_000)), Gen.Const("\"]\\ [x@1 a=\"b\"] "));

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void EveryType_IsWrittenInBoth(string id)
    {
        var what = EventSamples.Of(EventCatalogue.Find(id)!);
        using var ecs = JsonDocument.Parse(EventFormat.Ecs.Line(what));
        using var ocsf = JsonDocument.Parse(EventFormat.Ocsf.Line(what));
        Assert.Equal((id, (int)what.Severity), (ecs.RootElement.GetProperty("event").GetProperty("action").GetString(), ecs.RootElement.GetProperty("event").GetProperty("severity").GetInt32()));
        var root = ocsf.RootElement;
        Assert.Equal(root.GetProperty("class_uid").GetInt32() * 100 + root.GetProperty("activity_id").GetInt32(), root.GetProperty("type_uid").GetInt32());
        Assert.Equal(root.GetProperty("class_uid").GetInt32() / 1_000, root.GetProperty("category_uid").GetInt32());
        Assert.Equal((what.Id, 1_636_362_000_000L), (root.GetProperty("metadata").GetProperty("uid").GetString(), root.GetProperty("time").GetInt64()));
        Assert.All(Required(root.GetProperty("class_uid").GetInt32()), name => Assert.True(root.TryGetProperty(name, out _), name));
    }

    public static TheoryData<string> AllTypes => [.. EventCatalogue.All.Select(t => t.Id)];

    [Theory]
    [InlineData(EventFormat.Ecs)]
    [InlineData(EventFormat.Ocsf)]
    public void HostileTexts_StayOneBoundedLineOfAscii(EventFormat format) => Gen.Select(Hostile, Hostile, Hostile, Hostile.Array[0, 120]).Sample((from, subject, reason, many) =>
    {
        var mail = EventSamples.Mail with
        {
            From = from, Subject = subject, MessageId = reason, MailFrom = subject, Client = from, Recipients = many, Campaign = from, Listener = subject,
            Indicators = [.. many.Select(m => new Indicator("host", m)), new Indicator(from, subject)], Findings = [.. many.Select(m => new Finding(m, m, Severity.High, m, [new Evidence(m, "SECRET-EXCERPT")], [m]))],
        };
        var line = format.Line(SecurityEvent.Of(mail, EventSamples.At, from, subject) with { Reason = reason, Actor = from, Subject = subject, Outcome = reason });
        Assert.All(line, b => Assert.InRange(b, (byte)' ', (byte)'~'));
        Assert.InRange(line.Length, 1, EventFormats.MaxLine);
        Assert.DoesNotContain("SECRET-EXCERPT", Encoding.ASCII.GetString(line), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(line);
        AssertPlain(json.RootElement);
    }, iter: 300, seed: "0000KOIPIPe5");

    [Theory]
    [InlineData(50, 10, 50, false)]
    [InlineData(51, 10, 50, true)]
    [InlineData(50, 320, 10, true)]
    public void LongLists_AreShortened_AndThatIsSaid(int count, int length, int told, bool shortened)
    {
        var many = Enumerable.Range(0, count).Select(n => new string('\u00e4', length - 1) + (char)('A' + n)).ToArray();
        var mail = EventSamples.Mail with { Recipients = many, Indicators = [.. many.Select(m => new Indicator("host", m))], Findings = [new Finding("mild", "", Severity.Info, "model", [], []), .. EventSamples.Mail.Findings] };
        using var json = JsonDocument.Parse(EventFormat.Ecs.Line(SecurityEvent.Of(mail, EventSamples.At, "a", "b")));
        Assert.Equal(told, json.RootElement.GetProperty("email").GetProperty("to").GetProperty("address").GetArrayLength());
        Assert.Equal(shortened, json.RootElement.GetProperty("postvakt").TryGetProperty("shortened", out _));
        Assert.Equal("hijacked-reply", json.RootElement.GetProperty("rule").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ScoreThatIsNoNumber_IsLeftOut(double score)
    {
        using var json = JsonDocument.Parse(EventFormat.Ocsf.Line(SecurityEvent.Of(EventSamples.Mail with { Score = score }, EventSamples.At, "a", "b")));
        Assert.False(json.RootElement.GetProperty("unmapped").TryGetProperty("score", out _));
    }

    [Fact]
    public void Subject_IsLeftOutWhereItIsEmpty() => Assert.DoesNotContain("subject\":\"AW", Encoding.ASCII.GetString(EventFormat.Ecs.Line(SecurityEvent.Of(EventSamples.Mail with { Subject = "" }, EventSamples.At, "a", "b"))), StringComparison.Ordinal);

    [Fact]
    public void Revised_HasAnIdOfItsOwn()
    {
        var revised = SecurityEvent.Of(EventSamples.Mail with { IsRevised = true }, EventSamples.At, "a", "b");
        Assert.Equal(("mail.revised", "mail-0v9k2m4c6x8z1b3n-malicious"), (revised.Type.Id, revised.Id));
    }

    private static void AssertPlain(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object) foreach (var p in element.EnumerateObject()) AssertPlain(p.Value);
        if (element.ValueKind == JsonValueKind.Array) foreach (var e in element.EnumerateArray()) AssertPlain(e);
        if (element.ValueKind == JsonValueKind.String) Assert.DoesNotContain(element.GetString()!, c => char.IsControl(c) || c is '\u202e' or '\u2028');
    }

    private static string[] Required(int classUid) => classUid switch
    {
        4009 => ["email", "direction_id"],
        2004 => ["finding_info"],
        3001 or 3002 => ["user"],
        3004 => ["entity"],
        6002 => ["app"],
        6003 => ["api"],
        _ => throw new ArgumentOutOfRangeException(nameof(classUid)),
    };
}
