using Postvakt.Classification;
using Postvakt.Classification.Models;
using Postvakt.Classification.Training;

// Makes the model of texts.
//   train TEXTS MODEL [--genuine FILE]… [--mailbox FILE]… [--unsure FILE]…   from the authored texts, and texts of genuine and of unwanted mails; a mailbox is one writer's
//   texts OUT PATH…                                        what the writers of stored mails wrote, a line of JSON each
//   evaluate MODEL [--each] FILE…                          what a model says of such lines
//   show TEXTS [FAMILY]                                    some of what the authored texts stand for
switch (args.FirstOrDefault())
{
    case "train" when args.Length >= 3:
        var grammar = Grammar.Read(args[1]);
        foreach (var unknown in grammar.Unknown()) Console.Error.WriteLine("no such choices: " + unknown);
        var labels = new Labels(grammar.Families);
        sbyte[] Unknown(string subject, string text) => [.. Enumerable.Repeat((sbyte)-1, labels.Count)];
        sbyte[] Benign(string subject, string text)
        {
            var truths = Unknown(subject, text);
            for (var i = 0; i < labels.Intents; i++) truths[i] = (sbyte)(i == labels.Benign ? 1 : 0);
            var newsletter = labels.IndexOf(LabelKind.Topic, "Newsletters and Digests");
            if (newsletter < labels.Count && labels.IndexOf(LabelKind.Topic, "Advertising and Promotions") is var advertising && advertising < labels.Count && Examples.IsNewsletter(subject, text) != false) truths[advertising] = Example.Open;
            if (newsletter < labels.Count) truths[newsletter] = (sbyte)(Examples.IsNewsletter(subject, text) switch { true => 1, false => 0, _ => -1 });
            return truths;
        }
        var authored = Examples.Authored(grammar, labels, 1);
        var model = new Trainer(labels, Console.Out).Train(authored, [.. Examples.Mails(Options("--genuine"), labels, Benign), .. Examples.Mails(Options("--mailbox"), labels, Benign, mailbox: true)], Examples.Mails(Options("--unsure"), labels, Unknown), [.. grammar.Families.Select(f => f.Language).Distinct().Order(StringComparer.Ordinal)]);
        using (var file = File.Create(args[2])) model.Write(file);
        Console.WriteLine($"{model.Features} features, {model.Labels.Count} labels, {new FileInfo(args[2]).Length} bytes");
        return 0;
    case "texts" when args.Length >= 3:
        using (var to = new StreamWriter(args[1])) MailTexts.Write(args.Skip(2), to);
        return 0;
    case "evaluate" when args.Length >= 3:
        using (var file = File.OpenRead(args[1]))
        {
            if (LinearTextClassifier.Read(file, out var wrong) is not { } classifier)
            {
                Console.Error.WriteLine($"{args[1]}: {wrong}");
                return 2;
            }
            Evaluation.Run(classifier, args.Skip(2).Where(a => a != "--each"), args.Contains("--each"), Console.Out);
        }
        return 0;
    case "show" when args.Length >= 2:
        var shown = Grammar.Read(args[1]);
        foreach (var family in shown.Families.Where(f => args.Length < 3 || f.Name.StartsWith(args[2], StringComparison.Ordinal)))
            for (var i = 0; i < 2; i++) Console.WriteLine($"--- {family.Name} {family.Intent} {string.Join(", ", family.Topics)}\n{shown.Write(family, new Random(i), new(null))}");
        return 0;
    default:
        Console.Error.WriteLine("usage: train TEXTS MODEL [--genuine FILE]… [--mailbox FILE]… [--unsure FILE]… | texts OUT PATH… | evaluate MODEL [--each] FILE… | show TEXTS [FAMILY]");
        return 2;
}

IEnumerable<string> Options(string name) => args.Zip(args.Skip(1)).Where(p => p.First == name).Select(p => p.Second);
