using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Bench;

/// <summary>Prints the split of every body below a folder, for reading.</summary>
internal static class QuoteDump
{
    public static int Run(string directory, bool brief)
    {
        foreach (var (name, body) in BodyFiles.Below(directory))
        {
            Console.WriteLine($"=== {name}{(body.FromHtml ? " (html)" : "")} {(body.Traits == 0 ? "" : body.Traits)}");
            Print(QuoteSplitter.Split(body, MessageLimits.Default), brief);
        }
        return 0;
    }

    public static void Print(SplitBody split, bool brief)
    {
        foreach (var segment in split.Segments)
        {
            var text = split.Rendered.Text[segment.Start..segment.End].TrimEnd('\n');
            var lines = text.Split('\n');
            var quote = segment.Quote < 0 ? "" : $"{segment.Quote}/{split.Quotes[segment.Quote].Depth}";
            for (var i = 0; i < lines.Length; i++)
            {
                if (brief && lines.Length > 8 && i == 5)
                {
                    Console.WriteLine($"{"",-14}| … {lines.Length - 7} lines");
                    i = lines.Length - 3;
                    continue;
                }
                var line = brief && lines[i].Length > 150 ? lines[i][..150] + "…" : lines[i];
                Console.WriteLine($"{(i == 0 ? $"{segment.Kind} {quote}" : ""),-14}| {line}");
            }
        }
        for (var i = 0; i < split.Quotes.Count; i++)
        {
            var q = split.Quotes[i];
            Console.WriteLine($"  #{i} depth={q.Depth} author={q.Author} <{q.Address}> date={q.DateText} subject={q.Subject} to={q.Recipients} lang={q.Language}{(q.Forwarded ? " forwarded" : "")}");
        }
    }
}
