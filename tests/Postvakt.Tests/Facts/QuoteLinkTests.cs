using System.Text;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Tests.Memory;

namespace Postvakt.Tests.Facts;

/// <summary>A link in quoted text that its author did not write: put there by a thief, or left there by programs, lists and gateways.</summary>
public sealed class QuoteLinkTests
{
    private static readonly Recollection Known = new() { Depth = new MemoryDepth(5_000, 300), Quotes = [new QuoteMatch(12, 11, 11, 12, new KnownMessage(7, 3, 4, 0, Standing.Trusted), "bo@partner.example")] };

    [Theory]
    [InlineData("http://thief.example/chart/1234567")]
    [InlineData("name.example/chart <http://thief.example/>")]
    [InlineData("http://203.0.113.9/chart")]
    [InlineData("http://lists.thief.example/listinfo/other")]
    [InlineData("http://lists.elsewhere.example/listinfo/team")]
    [InlineData("http://thief.example/picture.png")]
    [InlineData("[http://thief.example/form.php?picture.png]")]
    public void LinkOfAThief_IsNamed(string line) => Assert.True(Inserted(line) > 0.5, line);

    [Theory]
    [InlineData("Sky: orbit.example <http://orbit.example>, and more")]
    [InlineData("Sky: orbit.example<http://orbit.example>, and more")]
    [InlineData("Sky: orbit.example.org, and more")]
    [InlineData("Sky: orbit.example.org <http://orbit.example.org>, and more")]
    [InlineData("Sky: orbit.example\n> <http://orbit.example/>, and more")]
    [InlineData("\"@https://nam06.safelinks.protection.outlook.com/?url=http%3A%2F%2Fodata.example&data=02\": 1")]
    [InlineData("[https://cdn.example/attachments/77/unknown.png]")]
    [InlineData("ipv4 = 192.168.20.2/24 <http://192.168.20.2/24>")]
    [InlineData("team mailing list\n> team@lists.firm.example\n> http://lists.firm.example/mailman/listinfo/team")]
    [InlineData("Report Suspicious <https://us-phishalarm-ewt.proofpoint.com/EWT/v1/abc>")]
    public void WhatProgramsListsAndGatewaysLeave_IsNot(string line) => Assert.Equal(0, Inserted(line));

    /// <summary>Whoever opens it reaches himself; a private address may be anybody's inside.</summary>
    [Theory]
    [InlineData("http://localhost:8080/source", false)]
    [InlineData("http://127.0.0.1/source", false)]
    [InlineData("http://10.1.2.3/source", true)]
    [InlineData("http://localhost.thief.example/source", true)]
    public void LinkToTheReadersOwnMachine_IsNoNewHost(string link, bool isNew) => Assert.Equal(isNew, Facts("and more", $"See {link} for these.")[Fact.HostNew] > 0);

    private static double Inserted(string line) => Facts(line, "Thank you for these, I shall look at them tomorrow.")[Fact.HostInsertedInQuote];

    private static FactSheet Facts(string line, string text) => new Judge(new MemoryKey(new byte[32]), new FixedMemory(Known), new JudgeOptions { OrgDomains = ["firm.example"] }, HijackModel.Default(), TimeProvider.System, () => DirectorySnapshot.Empty)
        .Examine(new MessageParser(MessageLimits.Default).Parse(new ReceivedMail("test", 0, new MemoryStream(Encoding.UTF8.GetBytes(
            "From: Anna <anna@firm.example>\nTo: bo@partner.example\nCc: team@lists.firm.example\nDate: Mon, 8 Nov 2021 10:00:00 +0000\nMessage-ID: <1@x.example>\nIn-Reply-To: <0@x.example>\nSubject: Re: Figures of the week\n\n"
            + $"{text}\n\nOn Mon, 8 Nov 2021 at 09:00, Bo <bo@partner.example> wrote:\n> Here are the figures of this week, as we said on the telephone.\n> {line}\n> The rest comes on Friday.\n")), Envelope.Unknown, null)))
        .Facts;
}
