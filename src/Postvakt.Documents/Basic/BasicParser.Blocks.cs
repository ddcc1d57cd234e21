namespace Postvakt.Documents.Basic;

internal sealed partial class BasicParser
{
    /// <summary>Takes "End With" or "End Select" if that is what comes; else it belongs to a block around this one.</summary>
    private void CloseWith(string word)
    {
        if (Now.IsName("end") && Ahead().IsName(word)) At += 2;
    }

    private void If(List<BasicStatement> into)
    {
        var line = Now.Line;
        var branches = new List<(BasicExpression?, List<BasicStatement>)>();
        At++;
        var condition = Expression();
        if (!Take("then")) SkipStatement();
        if (Now.Kind is BasicTokenKind.NewLine or BasicTokenKind.End) IfBlock(condition, branches);
        else IfLine(condition, branches);
        into.Add(new BasicStatement.Branches(branches) { Line = line });
    }

    private void IfBlock(BasicExpression condition, List<(BasicExpression?, List<BasicStatement>)> branches)
    {
        while (true)
        {
            var body = new List<BasicStatement>();
            Block(body);
            branches.Add((condition, body));
            if (Take("elseif"))
            {
                condition = Expression();
                if (!Take("then")) SkipStatement();
                continue;
            }
            if (Take("else"))
            {
                body = [];
                Block(body);
                branches.Add((null, body));
            }
            CloseWith("if");
            return;
        }
    }

    /// <summary>5.4.2.9: statements of one line, parted by colons, with "Else" between.</summary>
    private void IfLine(BasicExpression condition, List<(BasicExpression?, List<BasicStatement>)> branches)
    {
        var body = new List<BasicStatement>();
        branches.Add((condition, body));
        _depth++;
        while (Now.Kind is not (BasicTokenKind.NewLine or BasicTokenKind.End))
        {
            if (TakeSymbol(":")) continue;
            if (Take("else"))
            {
                body = [];
                branches.Add((null, body));
                continue;
            }
            if (Now.IsName("end") && Ahead().IsName("if"))
            {
                At += 2;
                break;
            }
            var before = At;
            if (!IsHeader() && !ClosesBlock()) Statement(body);
            if (At == before) At++;
        }
        _depth--;
    }

    private void For(List<BasicStatement> into)
    {
        var line = Now.Line;
        At++;
        var body = new List<BasicStatement>();
        if (Take("each"))
        {
            var item = Now.Text;
            At++;
            var items = Take("in") ? Expression() : new BasicExpression.Constant(null);
            SkipStatement();
            Block(body);
            into.Add(new BasicStatement.ForEach(item, items, body) { Line = line });
        }
        else
        {
            var variable = Now.Text;
            while (!Now.EndsStatement && !Now.Is("=")) At++;
            TakeSymbol("=");
            var from = Expression();
            var to = Take("to") ? Expression() : new BasicExpression.Constant(null);
            var step = Take("step") ? Expression() : null;
            SkipStatement();
            Block(body);
            into.Add(new BasicStatement.For(variable, from, to, step, body) { Line = line });
        }
        if (Take("next")) SkipStatement();
    }

    private void Loop(List<BasicStatement> into)
    {
        var line = Now.Line;
        var isWhile = Now.Text == "while";
        At++;
        BasicExpression? condition = null;
        var (isUntil, isAfter) = (false, false);
        if (isWhile || Now.IsName("while") || Now.IsName("until"))
        {
            isUntil = Now.IsName("until");
            if (!isWhile) At++;
            condition = Expression();
        }
        SkipStatement();
        var body = new List<BasicStatement>();
        Block(body);
        if (isWhile)
        {
            Take("wend");
        }
        else if (Take("loop") && (Now.IsName("while") || Now.IsName("until")))
        {
            (isUntil, isAfter) = (Now.IsName("until"), true);
            At++;
            condition = Expression();
        }
        into.Add(new BasicStatement.Loop(condition, isUntil, isAfter, body) { Line = line });
    }

    private void Select(List<BasicStatement> into)
    {
        var line = Now.Line;
        At += 2;
        var value = Expression();
        SkipStatement();
        var branches = new List<(BasicExpression?, List<BasicStatement>)>();
        while (Now.Kind == BasicTokenKind.NewLine || Now.Is(":")) At++;
        while (Take("case"))
        {
            _budget.Step();
            var condition = Take("else") ? null : Cases(value);
            SkipStatement();
            var body = new List<BasicStatement>();
            Block(body);
            branches.Add((condition, body));
        }
        CloseWith("select");
        into.Add(new BasicStatement.Branches(branches) { Line = line });
    }

    /// <summary>A list of values, ranges and comparisons, as one condition.</summary>
    private BasicExpression Cases(BasicExpression value)
    {
        var cases = new List<BasicExpression>();
        do
        {
            _budget.Step();
            if (Take("is") && Now.Kind == BasicTokenKind.Symbol)
            {
                var comparison = _tokens[At++].Text;
                cases.Add(new BasicExpression.Chain(value, [(comparison, Expression())]));
                continue;
            }
            var low = Expression();
            if (!Take("to"))
            {
                cases.Add(new BasicExpression.Chain(value, [("=", low)]));
                continue;
            }
            cases.Add(new BasicExpression.Chain(new BasicExpression.Chain(value, [(">=", low)]), [("and", new BasicExpression.Chain(value, [("<=", Expression())]))]));
        }
        while (TakeSymbol(",") && cases.Count < 500);
        return cases.Count == 1 ? cases[0] : new BasicExpression.Chain(cases[0], [.. cases.Skip(1).Select(c => ("or", c))]);
    }

    /// <summary>Dim and Const: a list of names, each with bounds, type and value where they are.</summary>
    private void Variables(List<BasicStatement> into, bool isConstant, bool keeps = false)
    {
        do
        {
            Take("withevents");
            if (Now.Kind != BasicTokenKind.Name) break;
            var (name, line) = (Now.Text, Now.Line);
            At++;
            BasicExpression? bound = null;
            var isArray = false;
            if (TakeSymbol("("))
            {
                isArray = true;
                if (!Now.Is(")")) bound = Expression();
                if (Take("to")) bound = Expression();
                for (var open = 1; !Now.EndsStatement && open > 0; At++) open += Now.Is("(") ? 1 : Now.Is(")") ? -1 : 0;
            }
            var (type, isNew) = ("", false);
            if (Take("as"))
            {
                isNew = Take("new");
                type = Type();
                if (TakeSymbol("*")) At++;
            }
            var value = isConstant && TakeSymbol("=") ? Expression() : null;
            into.Add(new BasicStatement.Declare(name, type, isNew, isArray, bound, value) { Line = line, Keeps = keeps });
        }
        while (TakeSymbol(",") && into.Count < 100_000);
        SkipStatement();
    }

    /// <summary>"MSXML2.XMLHTTP60": names with dots between.</summary>
    private string Type()
    {
        var type = "";
        while (Now.Kind == BasicTokenKind.Name && type.Length < 200)
        {
            type += _tokens[At++].Text;
            if (!TakeSymbol(".")) break;
            type += ".";
        }
        return type;
    }

    /// <summary>5.4.5.1.1: Open path For mode [Access a] [lock] As [#]n.</summary>
    private void Open(List<BasicStatement> into)
    {
        var line = Now.Line;
        At++;
        var path = Expression();
        Take("for");
        var mode = Now.Kind == BasicTokenKind.Name ? _tokens[At++].Text : "random";
        while (!Now.EndsStatement && !Now.IsName("as")) At++;
        Take("as");
        TakeSymbol("#");
        into.Add(new BasicStatement.Open(path, mode, Now.EndsStatement ? null : Expression()) { Line = line });
        SkipStatement();
    }

    private void Output(List<BasicStatement> into)
    {
        var line = Now.Line;
        At++;
        TakeSymbol("#");
        var number = Expression();
        TakeSymbol(",");
        into.Add(new BasicStatement.Output(number, Arguments()) { Line = line });
        SkipStatement();
    }
}
