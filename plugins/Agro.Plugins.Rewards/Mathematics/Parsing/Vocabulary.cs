using System.Collections.Frozen;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

/// <summary>What commands and words of answers mean.</summary>
internal static class Vocabulary
{
    /// <summary>Commands and characters that stand for a sign.</summary>
    public static FrozenDictionary<string, string> Signs { get; } = Table("""
        * cdot times ast bullet × · ⋅ ∗ ∙
        / div ÷ ∕
        - − – —
        ± pm
        ∓ mp
        < lt
        > gt
        <= leq le leqslant leqq ≤ ⩽
        >= geq ge geqslant geqq ≥ ⩾
        != neq ne ≠
        ≈ approx simeq thickapprox doteq
        ≡ equiv cong
        ~ sim propto
        in isin ∈
        notin ∉
        ∪ cup bigcup
        ∩ cap bigcap
        \ setminus smallsetminus backslash ∖
        → to rightarrow Rightarrow implies longrightarrow Longrightarrow mapsto iff Leftrightarrow ⇒
        : colon ratio ∶
        | mid vert lvert rvert Vert lVert rVert bigm
        ⟨ langle
        ⟩ rangle
        \{ lbrace
        \} rbrace
        [ lbrack
        ] rbrack
        ( lparen
        ) rparen
        ⌊ lfloor
        ⌋ rfloor
        ⌈ lceil
        ⌉ rceil
        ' prime ’ ′
        ° circ degree
        % percent
        , and or land lor wedge vee 、 ， ； ；
        … ldots dots cdots dotsc dotsb
        mod bmod
        ^T top intercal
        """);

    /// <summary>Commands, words and characters that stand for a name.</summary>
    public static FrozenDictionary<string, string> Names { get; } = Table("""
        infinity infty ∞ oo inf infinity
        pi π pi
        e exponentialE
        i imaginaryI imaginaryJ imath
        emptyset varnothing ∅
        epsilon varepsilon
        phi varphi φ
        theta vartheta θ
        rho varrho
        sigma varsigma
        alpha α
        beta β
        gamma γ
        lambda λ
        mu μ
        omega ω
        delta δ
        ell
        hbar
        Reals R ℝ
        Integers Z ℤ
        Naturals ℕ
        Rationals ℚ
        Complexes ℂ
        zeta eta iota kappa nu xi tau upsilon chi psi Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
        """, eachIsItself: "zeta eta iota kappa nu xi tau upsilon chi psi Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega");

    /// <summary>Functions by their spellings.</summary>
    public static FrozenDictionary<string, string> Functions { get; } = Table("""
        sin
        cos
        tan tg
        cot ctg
        sec
        csc cosec
        arcsin asin
        arccos acos
        arctan atan arctg
        sinh
        cosh
        tanh
        coth
        arsinh arcsinh asinh
        arcosh arccosh acosh
        artanh arctanh atanh
        ln
        log
        lg
        exp
        gcd
        lcm
        min
        max
        floor
        ceil
        abs
        det
        """);

    /// <summary>Commands that change only how the answer looks, with or without a group behind them.</summary>
    public static FrozenSet<string> Dropped { get; } = Words("""
        left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle scriptstyle limits nolimits
        , ; : ! > quad qquad enspace thinspace medspace thickspace negthinspace nobreakspace boxed fbox framebox mathbf mathit mathsf
        mathcal mathfrak boldsymbol bm vec overrightarrow rm it bf sf tt variable hline mathop mathrel mathbin mathopen mathclose
        angle triangle textdollar mathdollar mathstrut strut noindent centering large Large normalsize small boldmath cancel underline
        """);

    /// <summary>Commands whose group holds words.</summary>
    public static FrozenSet<string> TextCommands { get; } =
        Words("text textbf textit textrm textsf texttt textnormal textup textsc mbox hbox mathrm operatorname operatorname* emph mathbb mathtt");

    /// <summary>Words behind a number that say what is counted.</summary>
    public static FrozenSet<string> Units { get; } = Words("""
        mm cm dm km ft yd mi mg kg lb lbs oz ml mL cl hr hrs min mins sec secs ms kW MW Hz kHz MHz rpm mph kph kmh Pa kPa cc
        meter meters metre metres centimeter centimeters kilometer kilometers millimeter millimeters inch inches foot feet yard yards
        mile miles gram grams kilogram kilograms pound pounds ounce ounces liter liters litre litres gallon gallons second seconds
        minute minutes hour hours day days week weeks month months year years dollar dollars cent cents euro euros degree degrees
        deg rad radian radians unit units square cubic sq cu people students times items percent
        """);

    /// <summary>Letters that are units behind a number, where they are no variables.</summary>
    public static FrozenSet<string> UnitLetters { get; } = Words("m s h g L");

    /// <summary>Commands whose group is a formula, or one word in another font.</summary>
    public static FrozenSet<string> FontCommands { get; } = Words("mathbf mathit mathsf boldsymbol bm");

    private static FrozenDictionary<string, string> Table(string lines, string eachIsItself = "")
    {
        var table = new Dictionary<string, string>();
        foreach (var line in lines.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var word in words) table[word] = words[0];
        }
        foreach (var word in eachIsItself.Split(' ', StringSplitOptions.RemoveEmptyEntries)) table[word] = word;
        return table.ToFrozenDictionary();
    }

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}
