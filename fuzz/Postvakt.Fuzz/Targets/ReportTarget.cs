using System.Text;
using Postvakt.Messages;
using Postvakt.UserReports;

namespace Postvakt.Fuzz.Targets;

/// <summary>Mails to the report mailbox: attached originals, forwards, feedback reports, Outlook's form.</summary>
internal sealed class ReportTarget : ITarget
{
    private static readonly ReportLimits Tight = new() { MaxBytes = 20_000, MaxMails = 2, MaxDepth = 2, MaxParts = 6, MaxOriginals = 4_000, MaxWords = 50 };
    private readonly ReportReader _reader = new(ReportLimits.Default), _tight = new(Tight);

    public IReadOnlyList<byte[]> Seeds { get; } = [.. Written(), .. SeedMails.Written(), .. SeedMails.Sample(40)];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "\n", "\r\n", "\n\n", "\0", "--b\n", "--b--\n", "Content-Type: ", "message/rfc822", "multipart/mixed; boundary=b\n", "multipart/report; report-type=feedback-report; boundary=b\n", "text/rfc822-headers",
        "application/vnd.ms-outlook; name=a.msg\n", "application/octet-stream; name=\"a.eml\"\n", "application/ms-tnef\n", "message/feedback-report\n", "Content-Transfer-Encoding: base64\n", "From: A <a@b.example>\n", "Sent: ", "Von: ", "Gesendet: ",
        "To: b@c.example\n", "Subject: Fwd: ", "Message-ID: <a@b.example>\n", "References: <a@b.example>\n", "X-Postvakt-Id: 1\n", "Auto-Submitted: auto-replied\n", "Precedence: bulk\n", "Return-Path: <>\n", "X-Postvakt-Report: 1\n",
        "---------- Forwarded message ---------\n", "-----Original Message-----\n", "I opened it.", "jag öppnade", "ich habe geöffnet", "パスワードを入力しました", " not ", "5 nov. 2021 14:02", "11/5/21", "2021年11月5日", "1-1-1", "0000", "0KM=", "\ud83d",
    ];

    public void Take(byte[] input, int variant)
    {
        var tight = variant % 4 == 0;
        var (limits, reader) = tight ? (Tight, _tight) : (ReportLimits.Default, _reader);
        using var content = new MemoryStream(input, writable: false);
        var report = reader.Read(content, variant % 2 == 0 ? Envelope.Unknown : new Envelope("192.0.2.1", "mx", "a@b.example", ["report@firm.example"]), CancellationToken.None);
        Demand(report.Mails.Count <= limits.MaxMails, "more mails than the limit");
        Demand(report.Kind == ReportContentKind.Report == report.Mails.Count > 0, "a kind that does not fit its mails");
        Demand(report.Kind != ReportContentKind.Automatic || !report.MayAnswer, "an automatic mail may be answered");
        Demand(report.Mails.Sum(m => (long)(m.Original?.Length ?? 0)) <= limits.MaxOriginals, "more bytes of originals than the limit");
        foreach (var mail in report.Mails)
        {
            Demand(mail.Original is null == mail.Digest is null, "an original without a digest, or the other way round");
            Demand(mail.Subject.Length <= 998 && mail.MessageId.Length <= 998 && mail.MayBe.Count <= 4 && mail.Days.Count <= 8, "something is longer than it may be");
        }
        if (variant % 8 == 1) _ = reader.ReadOriginal(content, CancellationToken.None);
    }

    private static void Demand(bool holds, string what)
    {
        if (!holds) throw new InvariantException(what);
    }

    private static IEnumerable<byte[]> Written() =>
    [
        Mail("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nI opened it. I entered my password.\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <1@partner.example>\nFrom: A <a@partner.example>\nSubject: Re: charts\n\nsee http://new.example/1234567\n--b\nContent-Type: application/octet-stream; name=\"a.eml\"\nContent-Transfer-Encoding: base64\n\nRnJvbTogYUBiLmV4YW1wbGUKTWVzc2FnZS1JRDogPDJAYi5leGFtcGxlPgoKaGk=\n--b--\n"),
        Mail("Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nabuse\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <3@b.example>\nFrom: c@d.example\n\n--b--\n"),
        Mail("\nIch habe den Anhang geöffnet.\n\n-----Ursprüngliche Nachricht-----\nVon: Anna <anna@partner.example>\nGesendet: Freitag, 5. November 2021 14:02\nAn: Bo <bo@firm.example>\nBetreff: AW: Angebot\n\nsiehe Link\n"),
        Mail("\n---------- Forwarded message ---------\nFrom: Anna <anna@partner.example>\nDate: Fri, Nov 5, 2021 at 2:02 PM\nSubject: Re: offer\nTo: <bo@firm.example>\n\nsee link\n"),
        Mail("Auto-Submitted: auto-replied\n\nI am away.\n"),
    ];

    private static byte[] Mail(string rest) => Encoding.UTF8.GetBytes("From: Bo <bo@firm.example>\nTo: report@firm.example\nSubject: Fwd: offer\nReferences: <x@firm.example>\nMessage-ID: <r@firm.example>\n" + rest);
}
