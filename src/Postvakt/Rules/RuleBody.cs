using System.Text.RegularExpressions;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>The text of a mail as rules see it: the newest part, the plain part, what of either has links and addresses.</summary>
internal static partial class RuleBody
{
    /// <summary>IP addresses of a body. 100.</summary>
    private const int MaxIps = 100;

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Mail("links", m => MessageModel.List(m.Message.Links, MqlValue.Of));
        Mail("ips", m => MessageModel.List(m.Message.Bodies.SelectMany(b => Address().Matches(b.Rendered.Text).Take(MaxIps)).Select(a => RuleIp.Of(a.Value)).OfType<RuleIp>().DistinctBy(i => i.Address).Take(MaxIps), MqlValue.Of));
        Mail("html", m => MessageModel.Object(m.Html));
        Mail("plain", m => MessageModel.Object(m.Message.Bodies.FirstOrDefault(b => !b.Rendered.FromHtml && !b.Enclosed)));
        Mail("current_thread.text", m => MessageModel.Text(m.Message.Body.Authored));
        Mail("current_thread.links", m => MessageModel.List(m.Message.Links.Where(l => l.Place is SegmentKind.Authored or SegmentKind.Signature), MqlValue.Of));
        // Lines that announce a quote go with the quote; where nothing of it follows they are the sender's own.
        Mail("current_thread.preamble", m => m.Message.Body.Quotes.Count > 0 ? MqlValue.Null : MessageModel.Text(RuleThread.Announcement(m.Message.Body, -1)));
        // Warnings that servers put into a text stay where they are.
        Mail("current_thread.banners", _ => MqlValue.Of(new MqlArray()));
        Plain("raw", b => MessageModel.Text(b.Source?.Text ?? b.Rendered.Text));
        Plain("charset", b => MessageModel.Text(b.Source?.Charset.ToLowerInvariant()));
        Plain("content_transfer_encoding", b => MessageModel.Text(b.Source?.TransferEncoding));
        Plain("links", b => MessageModel.List(LinkExtractor.Extract([b], MessageLimits.Default), MqlValue.Of));

        void Mail(string name, Func<RuleMail, MqlValue> read) => fields["Message.body." + name] = owner => read((RuleMail)owner);
        void Plain(string name, Func<SplitBody, MqlValue> read) => fields["Message.body.plain." + name] = owner => owner is SplitBody body ? read(body) : MqlValue.Missing("Message.body.plain");
    }

    [GeneratedRegex(@"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
