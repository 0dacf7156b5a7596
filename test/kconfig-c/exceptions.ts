/** Cases in which the engine is not equal to C, by name, each with its cause. One that becomes equal has to go from here. */
export const exceptions: Readonly<Record<string, string>> = {}
